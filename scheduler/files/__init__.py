"""Problems and plans as JSON files, read strictly and written whole."""
