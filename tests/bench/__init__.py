"""Speed, as ratios of two things measured in turn in the same run, so that the figures hold on a busy machine."""
