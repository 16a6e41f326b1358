/* The map: an extra beside a table or list that holds the same numbers.
 *
 * Coordinates are metres in the store's plane, so one plain metre grid serves with and without a backdrop, and WMTS
 * tiles fall in place by their resolutions and origin. All texts come from
 * the page's data-text-* attributes and the JSON, and are written with textContent. The JSON is described in
 * docs/explanation/formsprak.md.
 */
(() => {
  "use strict";
  const L = window.L;
  const RESOLUTIONS = [4096, 2048, 1024, 512, 256, 128, 64, 32, 16, 8, 4, 2, 1, 0.5, 0.25];
  const CROWDED = 500; // points in view above which near ones are drawn as one circle with their number
  const CELL = 52; // pixels
  const LISTED = 8; // texts in one popup
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  const fill = (template, values) => (template || "").replace(/\{(\w+)\}/g, (all, key) => (key in values ? values[key] : all));
  const number = (value) => value.toLocaleString(document.documentElement.lang || undefined);
  const at = (x, y) => L.latLng(y, x);

  function element(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function icon(sprite, id) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    svg.setAttribute("class", "icon");
    svg.setAttribute("aria-hidden", "true");
    use.setAttribute("href", `${sprite}#${id}`);
    svg.append(use);
    return svg;
  }

  /* --- The plane ---------------------------------------------------------------------------------------------- */

  function plane(tiles) {
    const scales = (tiles ? tiles.resolutions : RESOLUTIONS).map((metres) => 1 / metres);
    const [x0, y0] = tiles ? tiles.origin : [0, 0];
    const last = scales.length - 1;
    return L.extend({}, L.CRS.Simple, {
      transformation: new L.Transformation(1, -x0, -1, y0),
      scale(zoom) {
        const low = Math.max(0, Math.min(last - 1, Math.floor(zoom)));
        return scales[low] * (scales[low + 1] / scales[low]) ** (zoom - low);
      },
      zoom(scale) {
        let low = 0;
        while (low < last - 1 && scales[low + 1] <= scale) low += 1;
        return low + Math.log(scale / scales[low]) / Math.log(scales[low + 1] / scales[low]);
      },
      last,
    });
  }

  /* Leaflet empties abandoned tiles with a data: picture, which the page's policy forbids. */
  const Tiles = L.TileLayer.extend({
    _abortLoading() {
      Object.entries(this._tiles).forEach(([key, tile]) => {
        if (tile.coords.z === this._tileZoom) return;
        tile.el.onload = tile.el.onerror = L.Util.falseFn;
        tile.el.remove();
        delete this._tiles[key];
      });
    },
    _removeTile: L.GridLayer.prototype._removeTile,
  });

  /* --- Drawing many things ------------------------------------------------------------------------------------- */

  const Drawing = L.Layer.extend({
    initialize(draw, hit) {
      this._draw = draw;
      this._hit = hit;
    },
    onAdd(map) {
      this._canvas = L.DomUtil.create("canvas", "leaflet-zoom-hide drawing", map.getPane("drawings"));
      this._canvas.setAttribute("aria-hidden", "true");
      map.on("moveend resize", this._redraw, this);
      map.hits.unshift(this._hit);
      this._redraw();
    },
    onRemove(map) {
      map.off("moveend resize", this._redraw, this);
      map.hits.splice(map.hits.indexOf(this._hit), 1);
      this._canvas.remove();
    },
    _redraw() {
      const map = this._map;
      const size = map.getSize();
      const margin = size.divideBy(4).round();
      const ratio = window.devicePixelRatio || 1;
      const [width, height] = [size.x + 2 * margin.x, size.y + 2 * margin.y];
      L.DomUtil.setPosition(this._canvas, map.containerPointToLayerPoint(margin.multiplyBy(-1)));
      Object.assign(this._canvas, { width: width * ratio, height: height * ratio });
      Object.assign(this._canvas.style, { width: `${width}px`, height: `${height}px` });
      const context = this._canvas.getContext("2d");
      context.scale(ratio, ratio);
      const corner = map.getPixelBounds().min.subtract(margin);
      const scale = map.options.crs.scale(map.getZoom());
      const turn = map.options.crs.transformation;
      const pixel = (x, y) => [scale * (turn._a * x + turn._b) - corner.x, scale * (turn._c * y + turn._d) - corner.y];
      this._draw(context, pixel, { width, height, scale, corner });
    },
  });

  function colour(className) {
    const probe = document.body.appendChild(element("span", `swatch ${className}`));
    const found = getComputedStyle(probe).backgroundColor;
    probe.remove();
    return found;
  }

  function gridLayer(layer) {
    const paints = [0, 1, 2, 3, 4, 5].map((step) => colour(`class-${step}`));
    const inside = ([x, y], spot) => spot.lng >= x && spot.lng < x + layer.size && spot.lat >= y && spot.lat < y + layer.size;
    return new Drawing(
      (context, pixel, { scale }) => {
        const side = layer.size * scale;
        context.globalAlpha = 0.8;
        layer.cells.forEach(([x, y, step]) => {
          const [left, top] = pixel(x, y + layer.size);
          context.fillStyle = paints[step];
          context.fillRect(left, top, side, side);
        });
      },
      (event, map) => {
        const cell = layer.cells.find((one) => inside(one, event.latlng));
        if (cell && cell[3]) map.say(event.latlng, [{ title: cell[3] }]);
        return Boolean(cell && cell[3]);
      },
    );
  }

  function clustered(points, pixel, { width, height, corner }) {
    const seen = [];
    points.forEach((point) => {
      const [left, top] = pixel(point[0], point[1]);
      if (left > -20 && top > -20 && left < width + 20 && top < height + 20) seen.push({ left, top, points: [point] });
    });
    if (seen.length <= CROWDED) return seen;
    const cells = new Map();
    seen.forEach((spot) => {
      const key = `${Math.floor((spot.left + corner.x) / CELL)}:${Math.floor((spot.top + corner.y) / CELL)}`;
      const cell = cells.get(key);
      if (!cell) return cells.set(key, spot);
      const n = cell.points.length;
      cell.left = (cell.left * n + spot.left) / (n + 1);
      cell.top = (cell.top * n + spot.top) / (n + 1);
      return cell.points.push(spot.points[0]);
    });
    return [...cells.values()];
  }

  const radius = (count) => (count === 1 ? 5.5 : Math.min(CELL / 2 - 2, 9 + 3 * Math.log2(count)));

  function pointLayer(layer) {
    let spots = [];
    const style = getComputedStyle(document.documentElement);
    const [ink, paper] = ["--profile-primary", "--profile-on-primary"].map((name) => style.getPropertyValue(name).trim());
    const family = getComputedStyle(document.body).fontFamily;
    let origin;
    return new Drawing(
      (context, pixel, view) => {
        spots = clustered(layer.points, pixel, view);
        origin = view.corner;
        Object.assign(context, { lineWidth: 1.5, strokeStyle: paper, textAlign: "center", textBaseline: "middle" });
        context.font = `600 13px ${family}`;
        spots.forEach((spot) => {
          const count = spot.points.length;
          context.beginPath();
          context.arc(spot.left, spot.top, radius(count), 0, 2 * Math.PI);
          context.fillStyle = ink;
          context.globalAlpha = 0.88;
          context.fill();
          context.globalAlpha = 1;
          context.stroke();
          if (count > 1) {
            context.fillStyle = paper;
            context.fillText(count > 9999 ? `${Math.round(count / 1000)}k` : String(count), spot.left, spot.top + 0.5);
          }
        });
      },
      (event, map) => {
        const click = map.project(event.latlng).subtract(origin);
        const near = spots.filter((spot) => Math.hypot(spot.left - click.x, spot.top - click.y) <= Math.max(14, radius(spot.points.length)));
        const hit = near.flatMap((spot) => spot.points);
        if (!hit.length) return false;
        if (near.some((spot) => spot.points.length > 1) && map.getZoom() < map.getMaxZoom()) map.setView(event.latlng, map.getZoom() + 2);
        else map.say(event.latlng, hit.map(([, , kind, title, href]) => ({ title: title || layer.kinds[kind].text, href })));
        return true;
      },
    );
  }

  /* --- Areas, places, zones --------------------------------------------------------------------------------------- */

  function hatch(map, id) {
    const svg = map.getPane("overlayPane").querySelector("svg");
    if (!svg || svg.querySelector("pattern")) return;
    const make = (tag, attributes) => {
      const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
      Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
      return made;
    };
    const pattern = make("pattern", { id, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" });
    pattern.append(make("rect", { width: 6, height: 6, class: "hatch-ground" }), make("path", { d: "M0 0V6", class: "hatch-line" }));
    const defs = make("defs", {});
    defs.append(pattern);
    svg.prepend(defs);
  }

  function areaLayer(layer, map, register) {
    const pattern = `hatch-${L.Util.stamp(map)}`;
    const made = L.geoJSON(layer.features, {
      coordsToLatLng: ([x, y]) => at(x, y),
      style: ({ properties }) => {
        const unknown = properties.class === null || properties.class === undefined;
        return unknown && layer.classes
          ? { className: "area", fillColor: `url(#${pattern})`, fillOpacity: 0.9 }
          : { className: layer.classes ? `area class-${properties.class}` : "area ground", fillOpacity: map.backdrop ? 0.7 : 1 };
      },
      onEachFeature: (feature, shape) => {
        register(layer, feature.properties.id, shape);
        shape.on("click", () => { map.under = feature.properties; });
      },
    });
    made.on("add", () => hatch(map, pattern));
    return made;
  }

  function named(drawn, title) {
    drawn.setAttribute("role", "img");
    drawn.setAttribute("aria-label", title);
  }

  function zoneLayer(layer, map, register) {
    const style = { className: "zone", fill: false, interactive: false, pane: "zones" };
    const made = L.geoJSON(layer.features || [], { coordsToLatLng: ([x, y]) => at(x, y), style: () => style,
      onEachFeature: (feature, shape) => {
        const { id, title } = feature.properties;
        register(layer, id, shape);
        // An outline lets clicks through to what it surrounds; those who do not see it get its name.
        if (title) shape.on("add", () => named(shape.getElement(), title));
      } });
    (layer.circles || []).forEach(([x, y, metres, id]) => {
      const ring = L.circle(at(x, y), { ...style, radius: metres }).addTo(made);
      register(layer, id, ring);
    });
    return made;
  }

  function placeLayer(layer, map, register) {
    return L.layerGroup(layer.places.map(([x, y, symbol, title, href, id]) => {
      const drawn = map.symbol(symbol || "place", `place-symbol ${layer.mark || ""}`);
      const marker = L.marker(at(x, y), { icon: L.divIcon({ html: drawn, className: "place-marker", iconSize: [28, 28] }), keyboard: false, zIndexOffset: layer.mark ? 1000 : 0 });
      marker.on("click", () => map.say(at(x, y), [{ title, href }]));
      register(layer, id, marker);
      return marker;
    }));
  }

  const KINDS = { areas: areaLayer, zone: zoneLayer, places: placeLayer, grid: gridLayer, points: pointLayer };

  /* --- What stands round the map ------------------------------------------------------------------------------------ */

  function popupContent(texts, entries) {
    const box = element("div", "map-popup");
    entries.slice(0, LISTED).forEach(({ title, lines, href }) => {
      box.append(element("strong", "", title));
      (lines || []).forEach((line) => box.append(element("p", "", line)));
      if (href && /^\/(?!\/)/.test(href)) {
        const link = element("a", "", texts.textOpen || title);
        link.href = href;
        link.append(element("span", "visually-hidden", ` ${title}`));
        box.append(link);
      }
    });
    if (entries.length > LISTED) box.append(element("p", "", fill(texts.textMore, { n: number(entries.length - LISTED) })));
    return box;
  }

  function legend(layer) {
    const list = element("ul", "legend");
    (layer.classes || []).forEach(({ class: step, text }) => {
      const row = element("li");
      row.append(element("span", `swatch class-${step === null ? "unknown" : step}`), element("span", "", text));
      list.append(row);
    });
    return list;
  }

  function tools(host, map, layers) {
    const box = element("div", "map-tools");
    const group = element("fieldset", "map-layers");
    group.append(element("legend", "", host.dataset.textLayers));
    const named = layers.filter(({ spec }) => spec.title);
    if (!named.length) return;
    named.forEach(({ spec, drawn }) => {
      const label = element("label");
      const tick = element("input");
      const key = legend(spec);
      Object.assign(tick, { type: "checkbox", checked: map.hasLayer(drawn) });
      key.hidden = !tick.checked;
      tick.addEventListener("change", () => {
        key.hidden = !tick.checked;
        map[tick.checked ? "addLayer" : "removeLayer"](drawn);
      });
      label.append(tick, element("span", "", spec.title));
      group.append(label);
      if (key.childElementCount) group.append(key);
    });
    box.append(group);
    host.after(box);
  }

  function credit(map, text) {
    const Credit = L.Control.extend({ onAdd: () => element("div", "map-credit", text) });
    new Credit({ position: "bottomright" }).addTo(map);
  }

  /* The list beside the map reaches the map: its buttons are shown first when there is a map to show things on. */
  function bindList(host, map, known) {
    const target = (event) => host.isConnected && event.target.closest && event.target.closest("[data-map-focus]");
    const glow = (control, on) => {
      const drawn = control && known.get(control.dataset.mapFocus)?.getElement?.();
      if (drawn) drawn.classList.toggle("lit", on);
    };
    const reveal = () => document.querySelectorAll("[data-map-focus][hidden]").forEach((control) => {
      control.hidden = !known.has(control.dataset.mapFocus);
    });
    ["focusin", "mouseover"].forEach((name) => document.addEventListener(name, (event) => glow(target(event), true)));
    ["focusout", "mouseout"].forEach((name) => document.addEventListener(name, (event) => glow(target(event), false)));
    document.addEventListener("click", (event) => {
      const shape = known.get(target(event)?.dataset?.mapFocus);
      if (!shape) return;
      event.preventDefault();
      const frame = shape.getBounds ? shape.getBounds() : L.latLngBounds([shape.getLatLng()]);
      map.fitBounds(frame, { maxZoom: map.getMaxZoom() - 3, animate: !still });
      host.scrollIntoView({ block: "nearest", behavior: still ? "auto" : "smooth" });
    });
    document.addEventListener("htmx:load", reveal);
    reveal();
  }

  /* --- Start ---------------------------------------------------------------------------------------------------------- */

  function draw(host, data) {
    const texts = host.dataset;
    const crs = plane(data.tiles);
    const map = L.map(host, { crs, attributionControl: false, zoomControl: false, minZoom: 0, maxZoom: crs.last,
      zoomSnap: data.tiles ? 1 : 0.25, zoomDelta: 1, fadeAnimation: !still, zoomAnimation: !still, inertia: !still,
      markerZoomAnimation: !still, maxBoundsViscosity: 0.8, scrollWheelZoom: false });
    map.backdrop = Boolean(data.tiles);
    map.symbol = (id, className) => {
      const box = element("span", className);
      box.append(icon(texts.mapIcons, id));
      return box;
    };
    map.say = (spot, entries) => !map.picking && L.popup({ maxWidth: 280 }).setLatLng(spot).setContent(popupContent(texts, entries)).openOn(map);
    map.hits = []; // what the drawings know of a click, the topmost first; an area answers when none does
    map.on("click", (event) => {
      const area = map.under;
      map.under = null;
      if (!map.picking && !map.hits.some((hit) => hit(event, map)) && area) map.say(event.latlng, [area]);
    });
    Object.entries({ drawings: 420, zones: 440 }).forEach(([name, order]) => { map.createPane(name).style.zIndex = order; });
    map.getPane("drawings").style.pointerEvents = "none";
    // Drawings without names: what they tell stands in the table beside.
    ["overlayPane", "drawings", "zones"].forEach((name) => map.getPane(name).setAttribute("aria-hidden", "true"));
    map.on("popupopen", ({ popup }) => popup.getElement().querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", texts.textClose));
    L.control.zoom({ zoomInTitle: texts.textZoomIn, zoomOutTitle: texts.textZoomOut }).addTo(map);
    L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
    const [west, south, east, north] = data.bounds;
    const frame = L.latLngBounds(at(west, south), at(east, north));
    map.fitBounds(frame, { animate: false }).setMaxBounds(frame.pad(0.6));
    if (data.tiles) new Tiles(data.tiles.url, { tileSize: data.tiles.size || 256, noWrap: true, maxZoom: crs.last }).addTo(map);
    credit(map, ["Leaflet", data.attribution].filter(Boolean).join(" | "));
    const known = new Map();
    const register = (layer, id, shape) => id !== undefined && known.set(`${layer.id}:${id}`, shape);
    const layers = data.layers.map((spec) => ({ spec, drawn: KINDS[spec.kind](spec, map, register) }));
    layers.forEach(({ spec, drawn }) => spec.on !== false && drawn.addTo(map));
    tools(host, map, layers);
    bindList(host, map, known);
    host.dispatchEvent(new CustomEvent("tryggve:map", { bubbles: true, detail: { map, data } }));
  }

  async function start(host) {
    host.setAttribute("role", "group");
    if (host.dataset.textLabel) host.setAttribute("aria-label", host.dataset.textLabel);
    try {
      const answer = await fetch(host.dataset.map, { headers: { Accept: "application/json" }, credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      draw(host, await answer.json());
    } catch (fault) {
      host.replaceChildren(element("p", "map-fault", host.dataset.textError));
      host.dataset.fault = String(fault);
    }
  }

  const begin = (root) => {
    root.querySelectorAll("[data-map]:not([data-map-started])").forEach((host) => {
      host.dataset.mapStarted = "";
      start(host);
    });
  };
  begin(document);
  document.addEventListener("htmx:load", ({ detail }) => begin(detail.elt.parentElement || document));
})();
