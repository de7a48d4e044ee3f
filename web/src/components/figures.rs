//! What can be counted on the stage now. The player writes the figures, so that they are never older
//! than the picture.

use web_sys::Element;
use yew::prelude::*;

use crate::film::Film;
use crate::playback::Side;
use crate::ui::Ui;
use crate::words::fill;

/// The figures of now.
#[hook]
pub(crate) fn use_figures(ui: &Ui, side: Side, shown: bool) -> NodeRef {
    let node = use_node_ref();
    use_effect_with((node.clone(), ui.player.clone(), shown), move |(node, player, _)| {
        let element = node.cast::<Element>();
        player.surfaces(|surfaces| surfaces.set_figures(side, element.as_ref()));
        let player = player.clone();
        move || player.surfaces(|surfaces| surfaces.set_figures(side, None))
    });
    node
}

/// What they are figures of.
#[inline(never)]
pub(crate) fn figures(ui: &Ui, film: &Film, node: NodeRef) -> Html {
    let threads = film.with(|_, index| index.threads());
    let where_ = if threads > 1 {
        fill(ui.text.on_the_threads, &[&threads.to_string()])
    } else {
        ui.text.on_the_thread.to_owned()
    };
    html! {
        <div class="now" ref={node}>
            <div><b></b><small>{ ui.text.in_progress }</small></div>
            <div><b></b><small>{ where_ }</small></div>
        </div>
    }
}
