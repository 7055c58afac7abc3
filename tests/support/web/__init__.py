"""An event in the web app, and how tests visit it."""
