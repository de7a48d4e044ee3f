//! What challenges do outside of the model: an answer is shown when the run has come to it, and what
//! was done is kept.

use std::rc::Rc;

use yew::prelude::*;

use crate::model::{Model, Moment, Msg, Question, Step};
use crate::playback::Player;
use crate::progress::Progress;

/// Shows answers in time, and keeps what was done.
#[hook]
pub(crate) fn use_challenges(model: &UseReducerHandle<Model>, player: &Player) {
    use_effect_with((model.challenges.question, model.moment), {
        let (send, player) = (model.dispatcher(), player.clone());
        move |(question, moment): &(Option<Question>, Moment)| {
            let Some(Question { asked: Some(asked), guess: Some(_), shown: false, .. }) = question
            else {
                return;
            };
            if moment.cursor.events > asked.shows {
                player.seek_after(asked.shows + 1);
                send.dispatch(Msg::Challenge(Step::Shown));
            }
        }
    });
    use_effect_with(Rc::clone(&model.challenges.done), |done: &Rc<Progress>| {
        if !done.is_empty() {
            done.keep();
        }
    });
}
