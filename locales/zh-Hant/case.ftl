# What happens in a case: steps, deadlines and their working, notices.
