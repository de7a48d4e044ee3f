//! One choice of a few, side by side: radio buttons underneath.

use yew::prelude::*;

/// A choice.
pub(crate) struct Seg<'a> {
    /// What tells it from the others on the page.
    pub(crate) id: &'a str,
    /// What is chosen.
    pub(crate) name: &'a str,
    /// The choices.
    pub(crate) choices: Vec<AttrValue>,
    /// Which one is chosen; none if out of range.
    pub(crate) chosen: usize,
    /// Nothing else can be chosen.
    pub(crate) disabled: bool,
}

/// One choice of a few, side by side; `onchoose` gets the place of another one.
#[inline(never)]
pub(crate) fn seg(seg: &Seg<'_>, onchoose: &Callback<usize>) -> Html {
    let group = format!("seg-{}", seg.id);
    html! {
        <div class="seg" role="radiogroup" aria-label={seg.name.to_owned()}>
            for (place, choice) in seg.choices.iter().enumerate() {
                <label key={place}>
                    <input type="radio" name={group.clone()} checked={place == seg.chosen} disabled={seg.disabled}
                        onchange={onchoose.reform(move |_| place)} />
                    <span>{ choice.clone() }</span>
                </label>
            }
        </div>
    }
}
