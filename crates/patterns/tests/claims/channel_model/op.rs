//! What may be done to a channel, drawn at random.

use proptest::prelude::*;

/// What may be done; numbers choose among the handles and futures there are.
#[derive(Clone, Debug)]
pub(super) enum Op {
    Send(usize),
    SinkSend(usize),
    /// A sink that is ready some time before it has an item.
    SlowSinkSend(usize),
    Recv(usize),
    Next(usize),
    TrySend(usize),
    ForceSend(usize),
    TryRecv(usize),
    Poll(usize),
    PollWoken,
    Drop(usize),
    CloneSender(usize),
    CloneReceiver(usize),
    DropSender(usize),
    DropReceiver(usize),
    Close,
}

/// How many items may wait; `None` is as many as come.
pub(super) fn capacity() -> impl Strategy<Value = Option<usize>> {
    prop_oneof![4 => (0..4_usize).prop_map(Some), 1 => Just(None)]
}

pub(super) fn op() -> impl Strategy<Value = Op> {
    let n = 0..16_usize;
    prop_oneof![
        4 => n.clone().prop_map(Op::Send),
        2 => n.clone().prop_map(Op::SinkSend),
        2 => n.clone().prop_map(Op::SlowSinkSend),
        4 => n.clone().prop_map(Op::Recv),
        2 => n.clone().prop_map(Op::Next),
        2 => n.clone().prop_map(Op::TrySend),
        1 => n.clone().prop_map(Op::ForceSend),
        2 => n.clone().prop_map(Op::TryRecv),
        6 => n.clone().prop_map(Op::Poll),
        3 => Just(Op::PollWoken),
        3 => n.clone().prop_map(Op::Drop),
        1 => n.clone().prop_map(Op::CloneSender),
        1 => n.clone().prop_map(Op::CloneReceiver),
        1 => n.clone().prop_map(Op::DropSender),
        1 => n.prop_map(Op::DropReceiver),
        1 => Just(Op::Close),
    ]
}
