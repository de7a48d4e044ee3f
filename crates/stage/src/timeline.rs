//! The timeline: rail and axis, a lane a thread, a lane a task, the playhead.

use crate::cursor::Cursor;
use crate::scene::Scene;
use crate::view::View;

/// The timeline at the cursor: [`lanes`], then [`playhead`] over it.
pub fn timeline(view: &View) -> Scene {
    let mut scene = lanes(view);
    let over = playhead(view);
    scene.shapes.extend(over.shapes);
    scene.targets.extend(over.targets);
    scene
}

/// What does not depend on the cursor: painters may keep it as a picture.
pub fn lanes(view: &View) -> Scene {
    Scene { width: view.width, height: timeline_height(view), ..Scene::default() }
}

/// What does: the veil over the future, the rail, the playhead.
pub fn playhead(view: &View) -> Scene {
    Scene { width: view.width, height: timeline_height(view), ..Scene::default() }
}

/// How high the timeline is; its width does not matter.
pub fn timeline_height(view: &View) -> f32 {
    let _ = view;
    200.0
}

/// The cursor at this place of the timeline.
pub fn instant_at(view: &View, x: f32) -> Cursor {
    let _ = x;
    view.cursor
}

/// The place of a cursor on the timeline.
pub fn x_of(view: &View, cursor: Cursor) -> f32 {
    let _ = (view, cursor);
    0.0
}
