//! A canvas that the player paints, for as long as it is on the page.

use web_sys::HtmlCanvasElement;
use yew::prelude::*;

use crate::playback::{Player, Surfaces};
use crate::watch;

/// A canvas for the player. `set` tells it which, and `None` once that is gone; it paints anew when
/// the canvas changes its size.
#[hook]
pub(super) fn use_surface(
    player: &Player,
    set: impl Fn(&mut Surfaces, Option<&HtmlCanvasElement>) + 'static,
) -> NodeRef {
    let canvas = use_node_ref();
    use_effect_with((canvas.clone(), player.clone()), move |(canvas, player)| {
        let canvas = canvas.cast::<HtmlCanvasElement>();
        player.surfaces(|surfaces| set(surfaces, canvas.as_ref()));
        let player = player.clone();
        let watch = canvas.as_ref().map(|canvas| {
            let player = player.clone();
            watch::size(canvas, move || player.ask())
        });
        move || {
            drop(watch);
            player.surfaces(|surfaces| set(surfaces, None));
        }
    });
    canvas
}
