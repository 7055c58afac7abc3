"""The solvers that are not ours, each behind one small interface, in this process or in a child process."""
