// The bench on a narrow screen: it lies over the phone, which can't be reached meanwhile.

const bench = document.getElementById("bench");
const phone = document.querySelector(".phone");
const opener = document.getElementById("bench-open");
const closer = document.getElementById("bench-close");
const wide = matchMedia("(min-width: 861px)");

export function setUp() {
  opener.addEventListener("click", () => toggle(true));
  closer.addEventListener("click", () => toggle(false));
  bench.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isOpen()) toggle(false);
  });
  wide.addEventListener("change", () => { phone.inert = isOpen() && !wide.matches; });
}

function isOpen() {
  return bench.classList.contains("open");
}

function toggle(open) {
  bench.classList.toggle("open", open);
  opener.setAttribute("aria-expanded", open);
  phone.inert = open && !wide.matches;
  (open ? closer : opener).focus();
}
