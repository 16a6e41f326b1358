/* A place for a report: a tap on the map, the arrow keys, or the phone's own position.
 *
 * Metres in the store's plane go to the form's [data-map-x], [data-map-y] and [data-map-accuracy]; what was chosen is
 * said in [data-map-status]. The position is turned into metres here, so that it leaves the phone once, with the report.
 */
(() => {
  "use strict";
  const SWEREF = "+proj=utm +zone=33 +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +units=m +no_defs";
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const fill = (template, values) => (template || "").replace(/\{(\w+)\}/g, (all, key) => (key in values ? values[key] : all));
  const number = (value) => value.toLocaleString(document.documentElement.lang || undefined);
  const at = (x, y) => window.L.latLng(y, x);

  function write(form, name, value) {
    const input = form.querySelector(`[data-map-${name}]`);
    if (!input) return;
    input.value = value;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function tell(form, text) {
    const status = form.querySelector("[data-map-status]");
    if (status) status.textContent = text;
  }

  function within(ring, x, y) {
    let inside = false;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
      const [[ax, ay], [bx, by]] = [ring[i], ring[j]];
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    }
    return inside;
  }

  function areaName(data, x, y) {
    const features = data.layers.filter(({ kind }) => kind === "areas").flatMap(({ features: all }) => all.features);
    const found = features.find(({ geometry }) => {
      const parts = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
      return parts.some(([outer, ...holes]) => within(outer, x, y) && !holes.some((hole) => within(hole, x, y)));
    });
    return found ? found.properties.title : "";
  }

  function picker(host, map, data) {
    const form = host.closest("form") || document;
    const pin = map.symbol("place", "pin");
    const marker = window.L.marker([0, 0], { draggable: true, autoPan: true, alt: host.dataset.textMarker, title: host.dataset.textMarker,
      icon: window.L.divIcon({ html: pin, className: "pick-marker", iconSize: [44, 44], iconAnchor: [22, 41] }) });
    const set = (spot, accuracy) => {
      const [x, y] = [Math.round(spot.lng), Math.round(spot.lat)];
      marker.setLatLng(at(x, y)).addTo(map);
      const handle = marker.getElement();
      if (host.dataset.textMarker) handle.setAttribute("aria-label", host.dataset.textMarker);
      if (!map.getBounds().contains(marker.getLatLng())) map.panTo(marker.getLatLng(), { animate: !still });
      if (accuracy !== undefined) return;
      write(form, "x", x);
      write(form, "y", y);
      write(form, "accuracy", "");
      const area = areaName(data, x, y);
      tell(form, fill(area ? host.dataset.textPicked : host.dataset.textPickedOutside, { area, x: number(x), y: number(y) }));
    };
    map.picking = true;
    map.on("click", (event) => set(event.latlng));
    marker.on("dragend", () => set(marker.getLatLng()));
    const steps = { ArrowUp: [0, 1], ArrowDown: [0, -1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
    map.getContainer().addEventListener("keydown", (event) => {
      const onMarker = map.hasLayer(marker) && event.target === marker.getElement();
      if (onMarker && event.key in steps) {
        const reach = (event.shiftKey ? 40 : 8) / map.options.crs.scale(map.getZoom());
        const [dx, dy] = steps[event.key];
        const { lng, lat } = marker.getLatLng();
        set(at(lng + Math.max(1, reach) * dx, lat + Math.max(1, reach) * dy));
      } else if (event.target === map.getContainer() && event.key === "Enter") {
        set(map.getCenter());
        marker.getElement().focus();
      } else return;
      event.preventDefault();
      event.stopPropagation();
    }, true);
    form.addEventListener("tryggve:located", ({ detail }) => {
      set(at(detail.x, detail.y), detail.accuracy);
      if (!areaName(data, detail.x, detail.y)) tell(form, host.dataset.textPickedOutside);
      map.setView(at(detail.x, detail.y), Math.max(map.getZoom(), map.options.crs.zoom(0.5)), { animate: !still });
    });
    const [x, y] = ["x", "y"].map((name) => form.querySelector(`[data-map-${name}]`)?.value);
    if (x && y) set(at(Number(x), Number(y)), 0);
  }

  function locator(button) {
    const form = button.closest("form") || document;
    const texts = button.dataset;
    const reasons = { 1: texts.textDenied, 2: texts.textUnavailable, 3: texts.textTimeout };
    const found = ({ coords }) => {
      const [x, y] = window.proj4(texts.mapProj || SWEREF).forward([coords.longitude, coords.latitude]).map(Math.round);
      const accuracy = Math.ceil(coords.accuracy);
      write(form, "x", x);
      write(form, "y", y);
      write(form, "accuracy", accuracy);
      tell(form, fill(texts.textLocated, { accuracy: number(accuracy) }));
      form.dispatchEvent(new CustomEvent("tryggve:located", { detail: { x, y, accuracy } }));
    };
    if (!navigator.geolocation || !window.isSecureContext) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      tell(form, texts.textLocating);
      navigator.geolocation.getCurrentPosition(found, ({ code }) => tell(form, reasons[code] || texts.textUnavailable),
        { enableHighAccuracy: true, timeout: 15000, maximumAge: 0 });
    });
  }

  document.addEventListener("tryggve:map", ({ target, detail }) => "mapPick" in target.dataset && picker(target, detail.map, detail.data));
  const begin = (root) => root.querySelectorAll("[data-map-locate]:not([data-map-started])").forEach((button) => {
    button.dataset.mapStarted = "";
    locator(button);
  });
  begin(document);
  document.addEventListener("htmx:load", ({ detail }) => begin(detail.elt.parentElement || document));
})();
