"""Activities: who organises and registers, what stays count for, who is admitted, and what became of it all."""
