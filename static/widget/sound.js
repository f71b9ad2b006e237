// @ts-check
// Two short notes when an answer comes while the visitor looks elsewhere. Off until the visitor turns
// it on in the menu, or the site asks for it (`data-sound="on"`) and the visitor has not said no.
export class Sound {
  /** @param {string} storage @param {Record<string, string>} data */
  constructor(storage, data) {
    this.name = `${storage} sound`;
    this.on = data.sound === 'on';
    try { this.on = (localStorage.getItem(this.name) || (this.on ? 'on' : 'off')) === 'on'; } catch { /* storage refused */ }
  }

  toggle() {
    this.on = !this.on;
    try { localStorage.setItem(this.name, this.on ? 'on' : 'off'); } catch { /* for this page only */ }
    this.play();
  }

  play() {
    if (!this.on) return;
    try {
      this.audio ??= new AudioContext();
      const { currentTime: now, destination } = this.audio;
      for (const [at, pitch] of [[0, 660], [0.12, 880]]) {
        const tone = this.audio.createOscillator();
        const volume = this.audio.createGain();
        tone.frequency.value = pitch;
        volume.gain.setValueAtTime(0.08, now + at);
        volume.gain.exponentialRampToValueAtTime(0.001, now + at + 0.25);
        tone.connect(volume).connect(destination);
        tone.start(now + at);
        tone.stop(now + at + 0.26);
      }
    } catch { /* a browser without sound */ }
  }
}
