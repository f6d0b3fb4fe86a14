"""What a click draws again: as little as it can, and nothing that is stale is forgotten."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from ui.redraw import Redraw


@pytest.fixture
def redraw() -> Redraw:
    """A page that was just drawn whole, from revision 10."""
    found = Redraw()
    found.page_drawn(10)
    return found


def test_a_click_in_a_fragment_asks_for_nothing(redraw: Redraw) -> None:
    """Streamlit draws a fragment after its own callback anyway."""
    assert redraw.scope("carte") == []


def test_what_a_save_made_stale_is_drawn_with_the_fragment_it_came_from(redraw: Redraw) -> None:
    """The card and the menu, and no other card."""
    assert redraw.scope("carte", "menu") == ["carte", "menu"]


def test_a_redraw_that_was_cut_short_is_made_up_for(redraw: Redraw) -> None:
    """What the next click interrupted is drawn by that one, but not what was drawn in time."""
    redraw.scope("carte-1", "menu")
    redraw.fragment_drawn("carte-1")
    assert redraw.scope("carte-2") == ["carte-2", "menu"]
    redraw.fragment_drawn("menu")
    redraw.fragment_drawn("carte-2")
    assert redraw.scope("carte-2") == []


def test_own_saves_leave_the_page_alone(redraw: Redraw) -> None:
    """Revisions that follow one another are all this session's."""
    for revision in (11, 12, 13):
        redraw.saved(revision, after_failure=False)
        assert redraw.scope("carte") == []
        redraw.fragment_drawn("carte")


def test_what_somebody_else_recorded_makes_the_page_stale_until_it_is_drawn(redraw: Redraw) -> None:
    """A revision that is missing was somebody else's, and may show anywhere."""
    redraw.saved(12, after_failure=False)
    assert redraw.scope("carte") == "app"
    redraw.saved(13, after_failure=False)
    assert redraw.scope("carte", "menu") == "app", "the page has not been drawn yet"
    redraw.page_drawn(13)
    assert redraw.scope("carte") == [], "the page was drawn with every fragment that was due"


def test_the_first_save_after_a_failure_makes_the_page_stale(redraw: Redraw) -> None:
    """Any part of the page may still tell that saving failed."""
    redraw.saved(11, after_failure=True)
    assert redraw.scope("carte") == "app"


def page() -> None:
    """A page with two fragments that count their runs; the first one's button makes the other stale, too."""
    import streamlit as st

    from ui.redraw import Redraw

    state = st.session_state
    redraw: Redraw = state.setdefault("redraw", Redraw())
    runs: dict[str, int] = state.setdefault("runs", {"page": 0, "carte": 0, "menu": 0})
    runs["page"] += 1

    @redraw.fragment("carte")
    def card() -> None:
        runs["carte"] += 1
        st.button("Une autre", key="autre", on_click=redraw.after_click, args=("carte", "menu"))
        st.button("Elle seule", key="seule", on_click=redraw.after_click, args=("carte",))
        st.button(
            "Sauver", key="sauver", on_click=redraw.after_click, args=("carte",), kwargs={"told_by": "ligne"}
        )
        st.button("La page", key="tout", on_click=redraw.page, kwargs={"told_by": "carte"})
        st.button("Partie", key="partie", on_click=redraw.after_click, args=("carte", "ailleurs"))
        if state.get("arret"):
            st.stop()

    @redraw.fragment("menu")
    def menu() -> None:
        runs["menu"] += 1

    card()
    menu()


@pytest.fixture
def app() -> AppTest:
    """The page, drawn once."""
    return AppTest.from_function(page).run()


def test_streamlit_draws_what_is_asked_for(app: AppTest) -> None:
    """The other fragment with the first, and the page itself only where it is asked for."""
    assert app.session_state["runs"] == {"page": 1, "carte": 1, "menu": 1}
    app.button(key="autre").click().run()
    assert app.session_state["runs"] == {"page": 1, "carte": 2, "menu": 2}
    app.button(key="tout").click().run()
    assert app.session_state["runs"] == {"page": 2, "carte": 3, "menu": 3}
    app.session_state["redraw"].saved(12, after_failure=False)
    app.button(key="autre").click().run()
    assert app.session_state["runs"] == {"page": 3, "carte": 4, "menu": 4}, "somebody else wrote something"


def test_a_fragment_that_ran_to_its_end_is_drawn_and_one_that_did_not_is_still_due(app: AppTest) -> None:
    """It is the end of its run that tells that a fragment is drawn."""
    redraw = app.session_state["redraw"]
    app.button(key="autre").click().run()
    assert redraw.scope("menu") == []
    redraw.fragment_drawn("menu")
    app.session_state["arret"] = True
    app.button(key="autre").click().run()
    assert redraw.scope("menu") == ["carte", "menu"]


def test_the_part_that_saved_last_tells_so_until_another_does(app: AppTest) -> None:
    """A click that saves nothing leaves the word where it is."""
    redraw = app.session_state["redraw"]
    assert redraw.told_by == ""
    app.button(key="tout").click().run()
    assert redraw.told_by == "carte"
    app.button(key="seule").click().run()
    assert redraw.told_by == "carte"
    app.button(key="sauver").click().run()
    assert redraw.told_by == "ligne"


def test_two_fragments_do_not_share_a_key() -> None:
    """A key that two parts of a page took would have one of them never drawn again."""

    def twice() -> None:
        import streamlit as st

        from ui.redraw import Redraw

        redraw = Redraw()
        runs: list[str] = st.session_state.setdefault("runs", [])

        @redraw.fragment("carte")
        def one() -> None:
            runs.append("une")

        @redraw.fragment("carte")
        def other() -> None:
            runs.append("autre")

        one()
        other()

    app = AppTest.from_function(twice).run()
    assert app.exception
    assert app.session_state["runs"] == ["une"]


def test_a_fragment_of_a_page_that_was_left_is_no_error(app: AppTest) -> None:
    """What is no longer there cannot be drawn: the page is, as after any click."""
    app.button(key="partie").click().run()
    assert not app.exception
