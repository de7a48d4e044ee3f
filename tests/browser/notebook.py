"""Runs the code cells of a notebook and prints what each one shows, as a list of HTML in JSON.

IPython is not needed for that: what the notebook takes from it is two classes, which stand here as
they are documented. What a cell shows is the value of its last expression, if it has one.
"""

import ast
import json
import sys
import types


class HTML:
    def __init__(self, data):
        self.data = data

    def _repr_html_(self):
        return self.data


class IFrame:
    def __init__(self, src, width, height):
        self.src, self.width, self.height = src, width, height

    def _repr_html_(self):
        return f'<iframe width="{self.width}" height="{self.height}" src="{self.src}" frameborder="0" allowfullscreen></iframe>'


def shown(source, names):
    """What a cell shows, or nothing."""
    cell = ast.parse(source)
    last = cell.body.pop() if cell.body and isinstance(cell.body[-1], ast.Expr) else None
    exec(compile(cell, "cell", "exec"), names)
    value = eval(compile(ast.Expression(last.value), "cell", "eval"), names) if last else None
    return value._repr_html_() if value is not None else None


sys.modules["IPython"] = types.ModuleType("IPython")
sys.modules["IPython.display"] = types.SimpleNamespace(HTML=HTML, IFrame=IFrame)
with open(sys.argv[1], encoding="utf-8") as file:
    cells = [cell for cell in json.load(file)["cells"] if cell["cell_type"] == "code"]
names = {}
outputs = [shown("".join(cell["source"]), names) for cell in cells]
print(json.dumps([output for output in outputs if output is not None]))
