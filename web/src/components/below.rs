//! In a frame, what stands beside the stage elsewhere: below it, one under the other.

use std::rc::Rc;

use scenarios::Panel;
use yew::prelude::*;

use super::challenges::challenges;
use super::code::Code;
use super::part::{Growth, Part};
use super::story::story;
use crate::model::Model;
use crate::ui::Ui;

/// The words and the source, as far as the frame shows them.
#[inline(never)]
pub(crate) fn below(ui: &Ui, shared: &Rc<Model>) -> Html {
    let model = &**shared;
    let (setup, frame) = (&model.link.setup, &model.link.view.frame);
    let head = |title: &'static str| html! { <div class="side-head"><h2>{ title }</h2></div> };
    html! {
        <div class="panels-below">
            if frame.shows(Panel::Challenges) {
                <section class="side" aria-label={ui.text.challenges}>
                    { head(ui.text.challenges) }
                    <div class="side-body"><Part model={shared.clone()} growth={Growth::default()} draw={challenges as fn(&Ui, &Rc<Model>) -> Html} /></div>
                </section>
            }
            if frame.shows(Panel::Story) {
                <section class="side" aria-label={ui.text.story}>
                    { head(ui.text.story) }
                    <div class="side-body" tabindex="0" role="group" aria-label={ui.text.story}>{ story(ui, setup) }</div>
                </section>
            }
            if frame.shows(Panel::Code) {
                <section class="side" aria-label={ui.text.code}>
                    { head(ui.text.code) }
                    <Code key={setup.scenario.slug} setup={setup.clone()} film={model.film().cloned()} cursor={model.moment.cursor} playing={model.moment.playing} led={None::<(usize, AttrValue)>} about={None} />
                </section>
            }
        </div>
    }
}
