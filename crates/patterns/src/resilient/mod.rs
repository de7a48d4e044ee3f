//! Resilient pipeline: every request ends once, whatever breaks.
