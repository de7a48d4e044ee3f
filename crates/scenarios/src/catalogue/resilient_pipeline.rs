//! Resilient pipeline: every request ends once, whatever breaks.

use std::convert::Infallible;
use std::rc::Rc;
use std::time::Duration;

use futures::future::{LocalBoxFuture, join_all, ready};
use futures::sink::{SinkExt, drain};
use futures::{FutureExt, StreamExt};
use lab::{ItemId, Lab, Loss, Receiver, Sender, invariant};
use patterns::breaker::Change;
use patterns::resilient::{self, DeadLetters, End, Refusal, Request, Stages, Trouble, pipeline};
use patterns::{Context, Decision, Strategy, timeout, until};

use crate::cast::{self, Arrivals, Backlog, Bucket, Circuit, Down, Illness, Policy, Server, Switch};
use crate::scenario::{Action, Argument, Claim, Experiment, Group, Scenario, Variant};
use crate::{params, source};

