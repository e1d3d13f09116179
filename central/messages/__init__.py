"""What people are told: a queue of messages in their own language, each encrypted under its person's data key.

Other areas call `queue` in the transaction of what they tell about. A sender, in a process of its own, claims what is due
and hands it on: at least once, always under the same id, by which whoever receives it knows a repetition.
"""

from central.messages.contacts import contact_of, keep_contact
from central.messages.queue import QueueCounts, counts, kept_messages, queue
from central.messages.sending import Outgoing, Sender, SendFailed, send_due
from domain.contacts import Contact

__all__ = [
    "Contact",
    "Outgoing",
    "QueueCounts",
    "SendFailed",
    "Sender",
    "contact_of",
    "counts",
    "keep_contact",
    "kept_messages",
    "queue",
    "send_due",
]
