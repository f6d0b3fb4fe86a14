"""What the label says of itself: purposes, definitions, procedure, glossary."""

from __future__ import annotations

import streamlit as st

from cmq.framework import Framework
from cmq.french import typeset


@st.fragment
def framework_text(framework: Framework) -> None:
    """The texts around the criteria, drawn once they are asked for."""
    with st.expander(
        typeset("Le cahier des charges : finalités, définitions, procédure"),
        key="cahier-des-charges",
        on_change="rerun",
    ) as box:
        if not box.open:
            return
        st.markdown(f"**{framework.meta.title}**")
        st.caption(typeset(f"Version {framework.meta.version}. Source : {framework.meta.source}."))
        if framework.purposes:
            st.subheader("Finalités", anchor=False)
            st.markdown("\n".join(f"- {typeset(purpose.text)}" for purpose in framework.purposes))
        if framework.definitions:
            st.subheader("Définitions", anchor=False)
            st.markdown("\n".join(f"- {typeset(definition.text)}" for definition in framework.definitions))
        if framework.procedure:
            st.subheader("Procédure", anchor=False)
            for rule in framework.procedure:
                st.markdown(typeset(f"**§ {rule.section}** {rule.text}"))
                if rule.check:
                    st.caption(typeset(f":material/rule: {rule.check}"))
        if framework.terms:
            st.subheader("Glossaire", anchor=False)
            st.markdown(typeset("\n".join(f"- **{term.term}** : {term.meaning}" for term in framework.terms)))
