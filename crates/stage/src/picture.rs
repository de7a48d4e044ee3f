//! The picture of an instant, for slides and papers.

use crate::scene::Scene;
use crate::view::View;
use crate::{diagram, diagram_height, timeline};

/// The diagram, as high as it needs to be, and the timeline, to stand under it.
pub fn picture(view: &View) -> [Scene; 2] {
    let height = diagram_height(view).clamp(360.0, 900.0);
    [diagram(&View { height, ..*view }), timeline(view)]
}
