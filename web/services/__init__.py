"""What can be done, one function a use case: called by views, commands and jobs alike; they flush, the edge commits."""
