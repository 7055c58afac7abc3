"""What suppliers offer and buyers need, with pictures and factsheets."""
