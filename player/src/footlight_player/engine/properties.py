"""The names by which mpv knows what we ask of it, in one place."""

# Properties and options that are set while a deck lives.
PAUSE = "pause"
VOLUME = "volume"
MUTE = "mute"
AUDIO_OUTPUT = "ao"
HARDWARE_DECODER = "hwdec"
DECODER_TO_SCREEN = "gpu-hwdec-interop"

# Properties that are observed. `time-pos` is not among them: it changes with every frame.
END_REACHED = "eof-reached"

# Properties that are asked for now and then.
POSITION = "time-pos"
DURATION = "duration"
DECODER_IN_USE = "hwdec-current"
AUDIO_TRACK = "current-tracks/audio/id"
VIDEO_TRACK = "current-tracks/video/id"
VIDEO_IS_IMAGE = "current-tracks/video/image"
FRAME_RATE = "container-fps"
DROPPED_LATE = "frame-drop-count"
DROPPED_BY_DECODER = "decoder-frame-drop-count"

# Commands.
LOAD = "loadfile"
STOP = "stop"
SEEK = "seek"
SET = "set"
EXPAND = "expand-text"

# Events.
START_FILE = "start-file"
PLAYBACK_RESTART = "playback-restart"
END_FILE = "end-file"
