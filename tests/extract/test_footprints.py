from __future__ import annotations

from decimal import Decimal

from pipeline.check import check
from pipeline.read import read_bytes
from tests.conftest import harvest_of
from tests.samples import papers, word


def test_footprints_with_leads_services_and_marks() -> None:
    found = harvest_of(papers.footprints())
    first, second, third = (r.values for r in found.of("footprints"))
    assert (first["stp_no"], first["name"], first["lead_name"], first["lead_role"], first["lead_organisation"]) == (
        51,
        "Wealdshire and the Downs",
        "Marjorie Penhale",
        "Chief Executive",
        "Brackenford Hospitals NHS Trust",
    )
    assert (first["population"], first["population_as_written"], first["ccg_count"], first["workforce_total_stated"]) == (900_000, "0.9", 4, Decimal("10.15"))
    assert (second["lead_name"], second["regions"]) == ("Sir Alban Thirsk OBE", ["SE", "SW"])
    assert (third["lead_name"], third["lead_note"]) == ("Dr Ione Marsh", "Interim Lead")
    services = [(s["organisation"], s["workforce_wte"], s["footnote_mark"], s["region_note"], s["is_shared"]) for s in found.of("footprint_services")]
    assert services[1] == ("Wealdshire Care NHS Foundation Trust", Decimal("3.55"), "*", None, False)
    assert services[2][4] and services[5] == ("Coastway Ambulance Service", Decimal("0.4"), "*", "SW", True)


def test_lists_that_do_not_run_parallel_wrong_totals_and_wrong_addresses_raise_issues() -> None:
    found = harvest_of(papers.footprints())
    check(read_bytes(papers.footprints()), found)
    assert sorted(f.code for f in found.findings) == ["email_name_mismatch", "parallel_list_mismatch", "total_mismatch"]
    assert [s.values["workforce_wte"] for s in found.of("footprint_services")][-2:] == [None, None]


def test_a_total_rounded_to_whole_numbers_is_no_mismatch() -> None:
    paper = word.new()
    word.table(paper, [["STP no", "Footprint name", "LKS", "LKS workforce"], ["1", "A", "* X NHS Trust\n* Y NHS Trust", "3.33\n3.41\n\nTotal = 7"]])
    found = harvest_of(word.saved(paper))
    check(read_bytes(word.saved(paper)), found)
    assert "total_mismatch" not in [f.code for f in found.findings]


def test_an_action_plan_gives_its_filled_rows_and_an_empty_one_none() -> None:
    found = harvest_of(papers.action_plan())
    assert [(r["what"], r["when"]) for r in found.of("planned_actions")] == [
        ("Meet the STP programme office", "by end of June 2016"),
        ("Offer evidence searches to the work streams", "Summer 2016"),
    ]
    paper = word.new()
    word.table(paper, [["What", "How", "Who", "When"], ["", "", "", ""]])
    assert not harvest_of(word.saved(paper)).rows


def test_links_name_the_record_they_stand_in() -> None:
    paper = word.new()
    word.lines(paper, "# Minutes of the Patch Meeting\n12/05/2017\nPresent: Ann Lee, Bob Ray")
    word.table(paper, [["No", "Minutes", "Action"], ["1", "# Site\nSee https://x.example/a.", ""], ["2", "# Close\nNoon", ""]])
    found = harvest_of(word.saved(paper))
    assert [(r["url"], r["record_id"]) for r in found.of("links")] == [("https://x.example/a", found.of("meetings")[0]["meeting_id"])]
