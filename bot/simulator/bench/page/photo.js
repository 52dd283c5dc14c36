// A small picture to send: hills and a sun, drawn here, so that it is seen for what it is.

export function made() {
  const paper = document.createElement("canvas");
  paper.width = 320;
  paper.height = 200;
  const brush = paper.getContext("2d");
  fill(brush, "#cfe3ea", () => brush.rect(0, 0, 320, 200));
  fill(brush, "#f2c879", () => brush.arc(242, 62, 27, 0, 7));
  fill(brush, "#8fb59f", () => brush.ellipse(90, 215, 200, 95, 0, 0, 7));
  fill(brush, "#4f8168", () => brush.ellipse(255, 235, 190, 90, 0, 0, 7));
  const content = paper.toDataURL("image/png").split(",")[1];
  return { kind: "photo", name: "hills.png", mime: "image/png", width: 320, height: 200, content_base64: content };
}

function fill(brush, colour, shape) {
  brush.beginPath();
  shape();
  brush.fillStyle = colour;
  brush.fill();
}
