# %% [markdown]
# # Early school leavers, from deliveries to a figure
#
# A notebook as a script: `jupytext --to notebook vsv.py`, or run it as it is. Made-up deliveries, so that it
# runs anywhere; with your own, `doorstroom.import_("folder")` takes the place of `demo`.

# %%
import tempfile

import doorstroom

folder = tempfile.TemporaryDirectory()
register = doorstroom.demo(f"{folder.name}/trial", persons=5000, lang="en")

# %% [markdown]
# What the indicator means is a definition, and can be read.

# %%
vsv = doorstroom.Definitions()["vsv"]
print(vsv.name_in("en"), "|", vsv.population, "|", vsv.expression)

# %% [markdown]
# The question, in the words of the command line. In a notebook the answer shows itself, with its figure.

# %%
answer = register.tally(indicator="vsv", by=["niveau", "leerweg"], years="2021-2023", interval=True, lang="en")
answer

# %% [markdown]
# As columns: here without any package; `answer.to_pandas()` and `answer.to_polars()` give the same.

# %%
highest = max(answer.rows(), key=lambda row: row["percentage"] or 0)
print(f"highest: {highest['percentage']:.1f} % in {highest['schooljaar']}, niveau {highest['niveau']} {highest['leerweg']}")

# %% [markdown]
# Your own question, on your own table: a dict of columns, or a frame of pandas or polars.

# %%
table = answer["vsv"].to_dict()
related = doorstroom.relate(
    {"noemer": table["noemer"], "percentage": table["percentage"]}, x="noemer", y="percentage", method="spearman", lang="en")
print(related)

# %%
folder.cleanup()
