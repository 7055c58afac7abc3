"""What can be done, one function a use case; they flush, the edge commits."""
