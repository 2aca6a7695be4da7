"""Spillovers: who claims that what led to what, how well it stands, and what the whole story rests on."""

from .chains import Chain, Chains, Verdict, from_cause, into_effect, judge, path
from .claims import Asserter, Assertion, Proposition, Source, Stance, Thing
from .counterfactual import Footing, Taking, WhatIf, footing, stands_on, taken, what_if
from .export import assertion_sheet, ledger_json, spillovers_csv
from .ledger import Entry, Ledger
from .listings import (
    chain_sheet,
    footing_sheet,
    ledger_sheet,
    loop_sheet,
    rival_sheet,
    stands_on_sheet,
    what_if_sheet,
)
from .loops import Loops, loops
from .nanopublications import ledger_trig
from .picture import picture, picture_sheet
from .reading import read_ledger
from .rivals import Rival, Rivals, concerning, rivals
from .sheets import Sheet
from .standing import Standing, Weight, independent, weigh
from .timing import Order, TimeVerdict, chain_order, order

__all__ = [
    "Asserter",
    "Assertion",
    "Chain",
    "Chains",
    "Entry",
    "Footing",
    "Ledger",
    "Loops",
    "Order",
    "Proposition",
    "Rival",
    "Rivals",
    "Sheet",
    "Source",
    "Stance",
    "Standing",
    "Taking",
    "Thing",
    "TimeVerdict",
    "Verdict",
    "Weight",
    "WhatIf",
    "assertion_sheet",
    "chain_order",
    "chain_sheet",
    "concerning",
    "footing",
    "footing_sheet",
    "from_cause",
    "independent",
    "into_effect",
    "judge",
    "ledger_json",
    "ledger_sheet",
    "ledger_trig",
    "loop_sheet",
    "loops",
    "order",
    "path",
    "picture",
    "picture_sheet",
    "read_ledger",
    "rival_sheet",
    "rivals",
    "spillovers_csv",
    "stands_on",
    "stands_on_sheet",
    "taken",
    "weigh",
    "what_if",
    "what_if_sheet",
]
