// Decodes QR codes: from the camera, frame by frame, or from one photo. Knows nothing of tickets.
const PAUSE_MS = 90;
// A code that stays in view is one scan; seen again after this long, it is a new one.
const FORGET_MS = 3000;
const OPTIONS = { formats: ["QRCode"], maxNumberOfSymbols: 1, tryHarder: true };

export class Scanner {
  constructor(video, wasm, onCode) {
    Object.assign(this, { video, onCode, isPaused: false, last: "", lastAt: 0, stream: null });
    this.canvas = document.createElement("canvas");
    this.context = this.canvas.getContext("2d", { willReadFrequently: true });
    window.ZXingWASM.prepareZXingModule({
      overrides: { locateFile: (path, prefix) => (path.endsWith(".wasm") ? wasm : prefix + path) },
    });
  }

  // Raises what getUserMedia raises when there is no camera, or no permission.
  async start(deviceId) {
    this.stop();
    const wanted = deviceId ? { deviceId: { exact: deviceId } } : { facingMode: "environment" };
    this.stream = await navigator.mediaDevices.getUserMedia({ video: { ...wanted, width: { ideal: 1280 } } });
    this.video.srcObject = this.stream;
    await this.video.play();
    if (!this.isLooping) this.loop();
  }

  stop() {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
  }

  get track() {
    return this.stream?.getVideoTracks()[0];
  }

  get hasTorch() {
    return Boolean(this.track?.getCapabilities?.().torch);
  }

  async light(on) {
    await this.track.applyConstraints({ advanced: [{ torch: on }] });
  }

  async cameras() {
    return (await navigator.mediaDevices.enumerateDevices()).filter((device) => device.kind === "videoinput");
  }

  async loop() {
    this.isLooping = true;
    for (;;) {
      if (!this.isPaused && this.stream && this.video.videoWidth) {
        const text = await this.read(this.video, this.video.videoWidth, this.video.videoHeight);
        if (text) this.seen(text);
      }
      await new Promise((resume) => setTimeout(resume, PAUSE_MS));
    }
  }

  seen(text) {
    const now = performance.now();
    const isNew = text !== this.last || now - this.lastAt > FORGET_MS;
    this.last = text;
    this.lastAt = now;
    if (isNew && !this.isPaused) this.onCode(text);
  }

  // While a verdict is shown nothing is decoded, and the code still in view must not count again at once.
  pause(paused) {
    this.isPaused = paused;
    if (!paused) this.lastAt = performance.now();
  }

  async read(source, width, height) {
    this.canvas.width = width;
    this.canvas.height = height;
    this.context.drawImage(source, 0, 0, width, height);
    const [found] = await window.ZXingWASM.readBarcodes(this.context.getImageData(0, 0, width, height), OPTIONS);
    return found?.isValid ? found.text : "";
  }

  async readPhoto(file) {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, 1600 / Math.max(picture.width, picture.height));
    return this.read(picture, Math.round(picture.width * scale), Math.round(picture.height * scale));
  }
}
