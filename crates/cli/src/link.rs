//! `interleave link`.

use crate::args::{Bad, Run};
use crate::there;

/// The link of a run, on a line of its own.
pub(crate) fn link(run: &Run) -> Result<String, Bad> {
    let link = &run.link;
    let trace = link.setup.finish();
    there::acted_on(link, &trace)?;
    // Nobody knows where a run in real time will end.
    if !link.view.real {
        there::looked_at(link, &trace)?;
    }
    Ok(format!("#{link}\n"))
}
