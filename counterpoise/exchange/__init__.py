"""What comes in and goes out: a folder for each format, no storage, no clock. `formats` knows them all."""
