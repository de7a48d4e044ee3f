//! What either end can be asked about its channel.

/// Gives an end the figures of its channel, so that both ends answer alike.
macro_rules! figures {
    ($end:ident) => {
        impl<T> $end<T> {
            /// How many items wait in the channel now. A rendezvous holds none.
            ///
            /// ```
            /// let (sender, receiver) = patterns::channel::bounded(2);
            /// sender.try_send('a').unwrap();
            /// assert_eq!((sender.len(), receiver.len()), (1, 1));
            /// ```
            pub fn len(&self) -> usize {
                self.shared.lock().len()
            }

            /// Whether no item waits in the channel now.
            ///
            /// ```
            /// let (sender, receiver) = patterns::channel::bounded::<u8>(2);
            /// assert!(sender.is_empty() && receiver.is_empty());
            /// ```
            pub fn is_empty(&self) -> bool {
                self.len() == 0
            }

            /// How many items may wait in the channel; `None` if there is no bound.
            ///
            /// ```
            /// let (sender, receiver) = patterns::channel::bounded::<u8>(2);
            /// assert_eq!((sender.capacity(), receiver.capacity()), (Some(2), Some(2)));
            /// ```
            pub fn capacity(&self) -> Option<usize> {
                let capacity = self.shared.lock().capacity;
                (capacity != UNBOUNDED).then_some(capacity)
            }

            /// Whether nothing enters the channel any more.
            ///
            /// ```
            /// let (sender, receiver) = patterns::channel::bounded::<u8>(2);
            /// sender.close();
            /// assert!(sender.is_closed() && receiver.is_closed());
            /// ```
            pub fn is_closed(&self) -> bool {
                self.shared.lock().closed
            }

            /// How many senders there are, this channel over.
            ///
            /// ```
            /// let (sender, receiver) = patterns::channel::bounded::<u8>(2);
            /// let other = sender.clone();
            /// assert_eq!((other.sender_count(), receiver.sender_count()), (2, 2));
            /// ```
            pub fn sender_count(&self) -> usize {
                self.shared.lock().sender_count
            }

            /// How many receivers there are, this channel over.
            ///
            /// ```
            /// let (sender, receiver) = patterns::channel::bounded::<u8>(2);
            /// let other = receiver.clone();
            /// assert_eq!((sender.receiver_count(), other.receiver_count()), (2, 2));
            /// ```
            pub fn receiver_count(&self) -> usize {
                self.shared.lock().receiver_count
            }
        }
    };
}

pub(super) use figures;
