//! The diagram: who sends to whom, and what everyone does at the cursor.

use crate::scene::Scene;
use crate::view::View;

/// The diagram at the cursor. Its uppermost 64 px are left free for the figures of now.
pub fn diagram(view: &View) -> Scene {
    Scene { width: view.width, height: view.height, ..Scene::default() }
}

/// The height at which every card of the diagram has room, at this width.
pub fn diagram_height(view: &View) -> f32 {
    view.height
}
