/* tally/operation.c: see operation.h. */
#include "tally/operation.h"

#include "base/wide.h"

#define EACH for (size_t i = 0; i < DS_WIDE; i++)

/* low and high fit the type: codes are unsigned, so one subtraction tests both ends. */
#define RANGE(type)                                                                                \
    do {                                                                                           \
        const type *restrict x = in;                                                               \
        type from = (type)low, span = (type)(high - low);                                          \
        if (low > high) /* holds for nobody */                                                     \
            EACH out[i] = (uint8_t)(x[i] == 0 && !zero_is_value ? DS_U : no);                      \
        else if (zero_is_value)                                                                    \
            EACH out[i] = (type)(x[i] - from) <= span ? yes : no;                                  \
        else                                                                                       \
            EACH {                                                                                 \
                uint8_t truth = (type)(x[i] - from) <= span ? yes : no;                            \
                out[i] = x[i] == 0 ? (uint8_t)DS_U : truth;                                        \
            }                                                                                      \
    } while (0)

DS_WIDE_CODE static void range_int(const int32_t *restrict x, int32_t low, int32_t high,
                                   uint8_t yes, uint8_t no, uint8_t *restrict out) {
    EACH {
        uint8_t truth = x[i] >= low && x[i] <= high ? yes : no;
        out[i] = x[i] == INT32_MIN ? (uint8_t)DS_U : truth;
    }
}

DS_WIDE_CODE void ds_operation_range(ds_format format, const void *in, bool zero_is_value,
                                     int64_t low, int64_t high, bool inverted,
                                     uint8_t *restrict out) {
    uint8_t yes = inverted ? DS_F : DS_T, no = inverted ? DS_T : DS_F;
    if (format == DS_FORMAT_CODE8)
        RANGE(uint8_t);
    else if (format == DS_FORMAT_CODE16)
        RANGE(uint16_t);
    else if (format == DS_FORMAT_CODE32)
        RANGE(uint32_t);
    else
        range_int(in, (int32_t)low, (int32_t)high, yes, no, out);
}

#define BY_FORMAT(format, in, work)                                                                \
    do {                                                                                           \
        if ((format) == DS_FORMAT_CODE8) {                                                         \
            const uint8_t *x = (in);                                                               \
            EACH work;                                                                             \
        } else if ((format) == DS_FORMAT_CODE16) {                                                 \
            const uint16_t *x = (in);                                                              \
            EACH work;                                                                             \
        } else {                                                                                   \
            const uint32_t *x = (in);                                                              \
            EACH work;                                                                             \
        }                                                                                          \
    } while (0)

DS_WIDE_CODE void ds_operation_lookup(ds_format format, const void *in,
                                      const uint8_t *restrict table, uint8_t *restrict out) {
    BY_FORMAT(format, in, out[i] = table[x[i]]);
}

DS_WIDE_CODE void ds_operation_and(const uint8_t *restrict a, const uint8_t *restrict b,
                                   uint8_t *restrict out) {
    EACH out[i] = a[i] < b[i] ? a[i] : b[i];
}

DS_WIDE_CODE void ds_operation_or(const uint8_t *restrict a, const uint8_t *restrict b,
                                  uint8_t *restrict out) {
    EACH out[i] = a[i] > b[i] ? a[i] : b[i];
}

DS_WIDE_CODE void ds_operation_not(const uint8_t *restrict a, uint8_t *restrict out) {
    EACH out[i] = (uint8_t)(2 - a[i]);
}

DS_WIDE_CODE void ds_operation_same_bool(const uint8_t *restrict a, const uint8_t *restrict b,
                                         uint8_t *restrict out) {
    EACH {
        uint8_t truth = a[i] == b[i] ? DS_T : DS_F;
        out[i] = ((a[i] == DS_U) | (b[i] == DS_U)) ? (uint8_t)DS_U : truth;
    }
}

#define COMPARE(test)                                                                              \
    EACH {                                                                                         \
        uint8_t truth = (test) ? DS_T : DS_F;                                                      \
        out[i] = ((a[i] == INT32_MIN) | (b[i] == INT32_MIN)) ? (uint8_t)DS_U : truth;              \
    }                                                                                              \
    break

DS_WIDE_CODE void ds_operation_compare_int(ds_op op, const int32_t *restrict a,
                                           const int32_t *restrict b, uint8_t *restrict out) {
    switch (op) {
    case DS_OP_EQ:
        COMPARE(a[i] == b[i]);
    case DS_OP_NE:
        COMPARE(a[i] != b[i]);
    case DS_OP_LT:
        COMPARE(a[i] < b[i]);
    case DS_OP_LE:
        COMPARE(a[i] <= b[i]);
    case DS_OP_GT:
        COMPARE(a[i] > b[i]);
    default:
        COMPARE(a[i] >= b[i]);
    }
}

#define SAME(type)                                                                                 \
    do {                                                                                           \
        const type *restrict x = a, *restrict y = b;                                               \
        EACH {                                                                                     \
            uint8_t truth = x[i] == y[i] ? yes : no;                                               \
            out[i] = ((x[i] == 0) | (y[i] == 0)) ? (uint8_t)DS_U : truth;                          \
        }                                                                                          \
    } while (0)

DS_WIDE_CODE void ds_operation_same_code(ds_format format, const void *a, const void *b,
                                         bool inverted, uint8_t *restrict out) {
    uint8_t yes = inverted ? DS_F : DS_T, no = inverted ? DS_T : DS_F;
    if (format == DS_FORMAT_CODE8)
        SAME(uint8_t);
    else if (format == DS_FORMAT_CODE16)
        SAME(uint16_t);
    else
        SAME(uint32_t);
}

static uint32_t code_at(ds_format format, const void *in, size_t i) {
    if (format == DS_FORMAT_CODE8) return ((const uint8_t *)in)[i];
    return format == DS_FORMAT_CODE16 ? ((const uint16_t *)in)[i] : ((const uint32_t *)in)[i];
}

static bool id_holds(ds_op op, uint32_t a, uint32_t b) {
    switch (op) {
    case DS_OP_EQ:
        return a == b;
    case DS_OP_NE:
        return a != b;
    case DS_OP_LT:
        return a < b;
    case DS_OP_LE:
        return a <= b;
    case DS_OP_GT:
        return a > b;
    default:
        return a >= b;
    }
}

DS_WIDE_CODE void ds_operation_compare_ids(ds_op op, ds_format format_a, const void *a,
                                           const uint32_t *ids_a, ds_format format_b, const void *b,
                                           const uint32_t *ids_b, uint8_t *restrict out) {
    EACH {
        uint32_t x = ids_a[code_at(format_a, a, i)], y = ids_b[code_at(format_b, b, i)];
        out[i] = x == 0 || y == 0 ? DS_U : id_holds(op, x, y) ? DS_T : DS_F;
    }
}

DS_WIDE_CODE void ds_operation_is_null(ds_format format, const void *in, bool zero_is_value,
                                       uint8_t *restrict out) {
    if (format == DS_FORMAT_BOOL) {
        const uint8_t *x = in;
        EACH out[i] = x[i] == DS_U ? DS_T : DS_F;
    } else if (format == DS_FORMAT_INT) {
        const int32_t *x = in;
        EACH out[i] = x[i] == INT32_MIN ? DS_T : DS_F;
    } else {
        BY_FORMAT(format, in, out[i] = x[i] == 0 && !zero_is_value ? DS_T : DS_F);
    }
}

DS_WIDE_CODE void ds_operation_decode(ds_format format, const void *in, bool zero_is_value,
                                      int32_t *restrict out) {
    if (zero_is_value)
        BY_FORMAT(format, in, out[i] = (int32_t)x[i]);
    else
        BY_FORMAT(format, in, out[i] = x[i] == 0 ? INT32_MIN : (int32_t)x[i] - 1);
}

DS_WIDE_CODE void ds_operation_add(const int32_t *restrict a, const int32_t *restrict b, int sign,
                                   int32_t *restrict out) {
    EACH {
        /* unsigned, so that what is thrown away below may wrap */
        uint32_t sum = (uint32_t)a[i] + (sign < 0 ? 0u - (uint32_t)b[i] : (uint32_t)b[i]);
        out[i] = a[i] == INT32_MIN || b[i] == INT32_MIN ? INT32_MIN : (int32_t)sum;
    }
}

DS_WIDE_CODE void ds_operation_gather(const uint8_t *restrict in, uint8_t *restrict out) {
    EACH out[i] = in[i] == DS_T ? DS_T : out[i];
}
