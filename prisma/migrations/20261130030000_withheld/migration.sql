-- By itself: a new value cannot be used in the transaction that adds it.
ALTER TYPE "message_state" ADD VALUE 'withheld' AFTER 'blocked';
