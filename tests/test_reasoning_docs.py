"""The page on reasoning tells of the rules that there are."""

from __future__ import annotations

from pathlib import Path

from ecosystem_graph.reasoning.catalogue import renewed
from ecosystem_graph.reasoning.rules import BUILT_IN, RULES

PAGE = Path(__file__).parent.parent / "docs" / "reasoning.md"

# OWL 2 Profiles (second edition), section 4.3, tables 4 to 9
W3C = """
eq-ref eq-sym eq-trans eq-rep-s eq-rep-p eq-rep-o eq-diff1 eq-diff2 eq-diff3
prp-ap prp-dom prp-rng prp-fp prp-ifp prp-irp prp-symp prp-asyp prp-trp prp-spo1 prp-spo2 prp-eqp1 prp-eqp2
prp-pdw prp-adp prp-inv1 prp-inv2 prp-key prp-npa1 prp-npa2
cls-thing cls-nothing1 cls-nothing2 cls-int1 cls-int2 cls-uni cls-com cls-svf1 cls-svf2 cls-avf
cls-hv1 cls-hv2
cls-maxc1 cls-maxc2 cls-maxqc1 cls-maxqc2 cls-maxqc3 cls-maxqc4 cls-oo
cax-sco cax-eqc1 cax-eqc2 cax-dw cax-adc
dt-type1 dt-type2 dt-eq dt-diff dt-not-type
scm-cls scm-sco scm-eqc1 scm-eqc2 scm-op scm-dp scm-spo scm-eqp1 scm-eqp2 scm-dom1 scm-dom2 scm-rng1 scm-rng2
scm-hv scm-svf1 scm-svf2 scm-avf1 scm-avf2 scm-int scm-uni
"""


def test_table_is_up_to_date():
    text = PAGE.read_text(encoding="utf-8")
    assert renewed(text) == text
    assert "| prp-spo2 |" in text


def test_every_rule_of_w3c_is_there():
    assert {rule.name for rule in (*BUILT_IN, *RULES)} == set(W3C.split()) | {"dt-disjoint"}


def test_every_rule_has_words_in_both_languages():
    for rule in (*BUILT_IN, *RULES):
        assert rule.nb
        assert rule.en
        assert rule.words("nb") != rule.words("en")
