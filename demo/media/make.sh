#!/bin/sh
# Makes the demo's films again, from nothing but this folder: needs ffmpeg (with libx264) and `npm ci`.
# The results are committed, so neither `npm start` nor `npm test` runs this. Usage: sh demo/media/make.sh [river|lanterns|live]...
set -eu
cd "$(dirname "$0")"
work=${WORK:-$(mktemp -d)}
mkdir -p "$work"
fps=25

# picture NAME FROM TO: renders the river between two seconds, almost without loss.
picture() {
  [ -f "$work/$1.mkv" ] && return
  npx tsx render/render-film.ts 1280 720 $fps "$2" "$3" |
    ffmpeg -v error -y -f rawvideo -pix_fmt rgb24 -s 1280x720 -r $fps -i - \
      -c:v libx264 -preset ultrafast -crf 6 -pix_fmt yuv444p "$work/$1.part.mkv"
  mv "$work/$1.part.mkv" "$work/$1.mkv"
}

sound() { [ -f "$work/$1.wav" ] || npx tsx render/render-sound.ts "$2" "$3" > "$work/$1.wav"; }

# One GOP every two seconds, so that four-second segments start on a key frame, as PeerTube transcodes.
x264="-c:v libx264 -preset slow -profile:v high -pix_fmt yuv420p -g 50 -keyint_min 50 -sc_threshold 0"
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
  picture river 0 60
  sound river 60 9
  mkdir -p $out && rm -f $out/*.mp4 $out/*.m3u8 $out/*.json
  rendition $out "$work/river.mkv" "$work/river.wav" 3c1f4a52-8d0b-4c86-9a55-5f1d0e7c9b21 426 240 28 190k 64k
  rendition $out "$work/river.mkv" "$work/river.wav" 7e9b2d64-1a3f-4f0e-8c77-b2d4c6a81f35 854 480 28 440k 64k
  rendition $out "$work/river.mkv" "$work/river.wav" b58d0c17-6e24-4b9a-a1f3-90c7e5d2a648 1280 720 29 820k 64k
  stills $out "$work/river.mkv" 40
  npx tsx render/package-film.ts $out 0d6c8e2f-5b71-4a94-8f3e-c1a7b9d05e62 e4a93b70-2c58-4d1f-b6e8-7f05d3c9a816
}

[ $# -gt 0 ] || set -- river
for film in "$@"; do "$film"; done
