"""tests/questions/ask.py LIST FOLDER: the questions asked in Python, by its functions and their keywords. See run."""
import os
import struct
import sys

import doorstroom
from asking import ask_words


def dump(value):
    if value is None:
        return '-'
    if isinstance(value, bool):
        return 'b1' if value else 'b0'
    if isinstance(value, str):
        return 't' + value.replace('\\', '\\\\').replace('\t', '\\t').replace('\n', '\\n')
    return 'd' + struct.pack('>d', float(value)).hex()


def write(path, data):
    with open(path, 'wb') as file:
        file.write(data)


def text_of(answer, form):
    try:
        return answer._bytes(form)
    except doorstroom.DoorstroomError:  # one csv is one table
        return b''


def tables_of(answer):
    lines = []
    for name, table in answer.tables.items():
        lines.append(f'table\t{name}')
        for column, values in table.to_dict().items():
            lines.append(f'column\t{column}')
            lines.extend(map(dump, values))
    return ''.join(line + '\n' for line in lines).encode()


def ask(name, words, folder):
    try:
        answer = ask_words(words)
    except doorstroom.DoorstroomError:
        answer = None
    place = os.path.join(folder, name)
    for form in ('csv', 'json'):
        write(f'{place}.{form}', b'' if answer is None else text_of(answer, form))
    write(f'{place}.tables', b'' if answer is None else tables_of(answer))


with open(sys.argv[1], encoding='utf-8') as file:
    for line in file:
        name, *words = line.rstrip('\n').split('\t')
        ask(name, words, sys.argv[2])
