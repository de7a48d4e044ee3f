//! One choice of a few, side by side: radio buttons underneath.

use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// What is chosen.
    pub(crate) name: AttrValue,
    /// The choices.
    pub(crate) choices: Vec<AttrValue>,
    /// Which one is chosen; none if out of range.
    pub(crate) chosen: usize,
    /// Another one was chosen.
    pub(crate) onchoose: Callback<usize>,
    /// Nothing else can be chosen.
    #[prop_or_default]
    pub(crate) disabled: bool,
}

/// One choice of a few, side by side.
#[component]
pub(crate) fn Seg(props: &Props) -> Html {
    let group = use_state(|| format!("seg-{}", js_sys::Math::random().to_bits() >> 12));
    html! {
        <div class="seg" role="radiogroup" aria-label={props.name.clone()}>
            for (place, choice) in props.choices.iter().enumerate() {
                <label key={place}>
                    <input type="radio" name={(*group).clone()} checked={place == props.chosen} disabled={props.disabled}
                        onchange={props.onchoose.reform(move |_| place)} />
                    <span>{ choice.clone() }</span>
                </label>
            }
        </div>
    }
}
