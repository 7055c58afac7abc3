"""What a user would pick instead of this planner: each with a plain model of its own, in a process of its own, judged by our checker."""
