// Sound and vibration of a verdict: each can be told from the others with eyes closed.
const NOTES = {
  welcome: [[660, 0, 0.12], [990, 0.12, 0.2]],
  already: [[520, 0, 0.16], [520, 0.24, 0.16]],
  stop: [[220, 0, 0.45]],
  waiting: [[440, 0, 0.1]],
};
const SHAKES = { welcome: [80], already: [80, 80, 80], stop: [400], waiting: [40] };
let audio;

// Browsers let a page sound only after a touch: any touch opens the way.
export function prepareSound() {
  const open = () => {
    audio ??= new AudioContext();
    audio.resume();
  };
  window.addEventListener("pointerdown", open);
  window.addEventListener("keydown", open, { once: true });
}

function play([pitch, after, length]) {
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  const start = audio.currentTime + after;
  tone.frequency.value = pitch;
  volume.gain.setValueAtTime(0.25, start);
  volume.gain.exponentialRampToValueAtTime(0.001, start + length);
  tone.connect(volume).connect(audio.destination);
  tone.start(start);
  tone.stop(start + length);
}

export function signal(screen) {
  navigator.vibrate?.(SHAKES[screen]);
  if (audio?.state === "running") NOTES[screen].forEach(play);
}
