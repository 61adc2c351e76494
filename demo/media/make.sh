#!/bin/sh
# Makes the demo's films again, from nothing but this folder: needs ffmpeg (with libx264) and `npm ci`.
# The results are committed, so neither `npm start` nor `npm test` runs this. Usage: sh demo/media/make.sh [river|north|live]...
set -eu
cd "$(dirname "$0")"
work=${WORK:-$(mktemp -d)}
mkdir -p "$work"
fps=25

# picture NAME WIDTH HEIGHT FROM TO [PLACE SLOWNESS]: renders the river between two seconds, almost without loss.
picture() {
  [ -f "$work/$1.mkv" ] && return
  npx tsx render/render-film.ts "$2" "$3" $fps "$4" "$5" ${6:-evening} ${7:-1} |
    ffmpeg -v error -y -f rawvideo -pix_fmt rgb24 -s "$2x$3" -r $fps -i - \
      -c:v libx264 -preset ultrafast -crf 6 -pix_fmt yuv444p "$work/$1.part.mkv"
  mv "$work/$1.part.mkv" "$work/$1.mkv"
}

sound() { [ -f "$work/$1.wav" ] || npx tsx render/render-sound.ts "$2" "$3" > "$work/$1.wav"; }

# One GOP every two seconds, so that four-second segments start on a key frame, as PeerTube transcodes.
x264="-c:v libx264 -preset ${PRESET:-slow} -profile:v high -pix_fmt yuv420p -g 50 -keyint_min 50 -sc_threshold 0"
hls="-f hls -hls_time 4 -hls_playlist_type vod -hls_list_size 0 -hls_segment_type fmp4 -hls_flags single_file"

# rendition FOLDER PICTURE SOUND UUID WIDTH HEIGHT CRF MAXRATE AUDIO-RATE
rendition() {
  ffmpeg -v error -y -i "$2" -i "$3" -vf "scale=$5:$6:flags=lanczos" $x264 -crf "$7" -maxrate "$8" -bufsize "$8" \
    -c:a aac -b:a "$9" -ac 2 -shortest $hls -hls_segment_filename "$1/$4-$6-fragmented.mp4" "$1/$4-$6.m3u8"
}

# stills FOLDER PICTURE SECOND: what a listing, the player before its start and the seek bar show.
stills() {
  ffmpeg -v error -y -ss "$3" -i "$2" -frames:v 1 -vf scale=850:478 -q:v 4 "$1/preview.jpg"
  ffmpeg -v error -y -ss "$3" -i "$2" -frames:v 1 -vf scale=280:158 -q:v 5 "$1/thumbnail.jpg"
  ffmpeg -v error -y -i "$2" -frames:v 1 -vf "fps=1,scale=192:108,tile=10x6" -q:v 6 "$1/storyboard.jpg"
}

river() {
  out=films/river
  picture river 1280 720 0 60
  sound river 60 9
  mkdir -p $out && rm -f $out/*.mp4 $out/*.m3u8 $out/*.json
  rendition $out "$work/river.mkv" "$work/river.wav" 3c1f4a52-8d0b-4c86-9a55-5f1d0e7c9b21 426 240 28 190k 64k
  rendition $out "$work/river.mkv" "$work/river.wav" 7e9b2d64-1a3f-4f0e-8c77-b2d4c6a81f35 854 480 28 440k 64k
  rendition $out "$work/river.mkv" "$work/river.wav" b58d0c17-6e24-4b9a-a1f3-90c7e5d2a648 1280 720 29 820k 64k
  stills $out "$work/river.mkv" 40
  npx tsx render/package-film.ts $out 0d6c8e2f-5b71-4a94-8f3e-c1a7b9d05e62 e4a93b70-2c58-4d1f-b6e8-7f05d3c9a816
}

# Separate audio, as PeerTube splits it: pictures without sound, and one file of sound alone.
north() {
  out=films/north
  picture north 854 480 29 47 north 2
  sound north 36 23
  mkdir -p $out && rm -f $out/*.mp4 $out/*.m3u8 $out/*.json
  silent $out "$work/north.mkv" 41d7f0a8-5c92-4e3b-8a16-d0b97e2f6c54 426 240 27 150k
  silent $out "$work/north.mkv" a6e21b9d-0f37-4d85-b4c8-53f19a7e0d26 854 480 28 420k
  ffmpeg -v error -y -i "$work/north.wav" -c:a aac -b:a 96k -ac 2 $hls \
    -hls_segment_filename $out/f2805c3e-7b14-4a69-9d0f-8e6c1ab34d97-0-fragmented.mp4 \
    $out/f2805c3e-7b14-4a69-9d0f-8e6c1ab34d97-0.m3u8
  stills $out "$work/north.mkv" 14
  npx tsx render/package-film.ts $out 8c3fd1b7-62e0-4f95-a7d4-19b05e8c2a73 2b9e7a40-d5c8-4163-8f0b-e47a96d1c385
}

# silent FOLDER PICTURE UUID WIDTH HEIGHT CRF MAXRATE
silent() {
  ffmpeg -v error -y -i "$2" -an -vf "scale=$4:$5:flags=lanczos" $x264 -crf "$6" -maxrate "$7" -bufsize "$7" \
    $hls -hls_segment_filename "$1/$3-$5-fragmented.mp4" "$1/$3-$5.m3u8"
}

# What the simulated live sends round and round: 56 s, which is a whole number of AAC frames at 48 kHz.
live() {
  out=films/live
  picture river 1280 720 0 60
  sound live 56 31
  mkdir -p $out && rm -f $out/*.mpegts $out/*.m3u8
  ts="-t 56 -f hls -hls_time 4 -hls_list_size 0 -hls_segment_type mpegts"
  ffmpeg -v error -y -i "$work/live.wav" -c:a aac -b:a 64k -ac 2 $ts -hls_segment_filename "$out/0-%02d.mpegts" $out/0.m3u8
  for one in "1 426 240 29 150k" "2 854 480 30 360k"; do
    set -- $one
    ffmpeg -v error -y -i "$work/river.mkv" -an -vf "scale=$2:$3:flags=lanczos,fade=in:d=0.6,fade=out:st=55.2:d=0.8" \
      $x264 -crf "$4" -maxrate "$5" -bufsize "$5" $ts -hls_segment_filename "$out/$1-%02d.mpegts" "$out/$1.m3u8"
  done
  # Not `.ts`: TypeScript would read that. The encoder adds a last frame or two beyond the loop.
  rm -f $out/?-14.mpegts
  stills $out "$work/river.mkv" 33
}

[ $# -gt 0 ] || set -- river north live
for film in "$@"; do "$film"; done
