"""The drawing: pyvis makes the network of vis-network and fills our template. Only this room knows pyvis.

pyvis is given plain nodes and ties, never the network that was analysed (its ``from_nx`` writes into it). It
is told that they are directed: otherwise it drops a second tie of a pair, and compares every new tie with all
others.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .layout import radius

__all__ = ["draw", "script_bundle"]

#: vis-network: nothing moves by itself, nothing is laid out again, the page draws labels and hints.
OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False, "randomSeed": 7},
    "nodes": {"borderWidth": 1.5, "borderWidthSelected": 3, "shapeProperties": {"interpolation": False}},
    "edges": {"smooth": False, "selectionWidth": 1, "hoverWidth": 0.5, "arrowStrikethrough": False},
    "interaction": {
        "hover": True,
        "tooltipDelay": 0,
        "selectConnectedEdges": False,
        "dragNodes": False,
        "keyboard": False,
        "zoomSpeed": 0.6,
    },
}


def draw(
    scene: Mapping[str, Any],
    things: Mapping[str, Mapping[str, Any]],
    *,
    lang: str,
    template: Path,
    values: Mapping[str, Any],
) -> str:
    """A page with the scene drawn in it.

    Args:
        scene: Its nodes have positions, its ties name nodes by number.
        things: What the nodes stand for.
        lang: Language of the first drawing.
        template: Jinja template; text is escaped, and ``tojson`` makes JSON that is safe in a script.
        values: What the template may use beside pyvis's own values.

    Returns:
        The HTML text.
    """
    from pyvis.network import Network  # brings IPython, which takes a while: only when a page is drawn

    network = Network(height="100%", width="100%", directed=True, bgcolor="", cdn_resources="in_line")
    degrees: dict[int, int] = {}
    for a, b, _ in scene["ties"]:
        degrees[a] = degrees.get(a, 0) + 1
        degrees[b] = degrees.get(b, 0) + 1
    for number, (key, x, y) in enumerate(scene["nodes"]):
        name = things.get(key, {}).get("name", key)
        label = name[lang == "en"] if isinstance(name, list) else name
        network.add_node(key, label=label, x=x, y=y, size=radius(degrees.get(number, 0)))
    keys = [node[0] for node in scene["nodes"]]
    for a, b, _ in scene["ties"]:
        network.add_edge(keys[a], keys[b])
    network.set_options(json.dumps(OPTIONS))
    network.set_template_dir(str(template.parent), template.name)
    network.templateEnv.autoescape = True
    network.templateEnv.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    network.templateEnv.globals.update(values, bundle=script_bundle())
    html: str = network.generate_html()
    return html


def script_bundle() -> str:
    """The newest vis-network that pyvis carries, as the text of a script."""
    import pyvis

    found = sorted(Path(pyvis.__file__).parent.glob("lib/vis-*/vis-network.min.js"))
    text = found[-1].read_text(encoding="utf-8")
    # A script ends at the first end tag, wherever it stands; a map of the source would be asked for.
    return re.sub(r"//# sourceMappingURL=\S*", "", text.replace("</script", "<\\/script"))
