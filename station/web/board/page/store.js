// Every station and bay, as the board last told them.

export const store = {
  bays: new Map(), // by "station/bay"
  stations: new Map(),
  broker: { joined: false, since: null, why: "" },
  board: { joined: false, since: null },
  beat: null,
};

export function take({ reset, stations, bays, gone }) {
  if (reset) clear();
  for (const [station, bay] of gone) {
    if (bay === undefined) store.stations.delete(station);
    else store.bays.delete(`${station}/${bay}`);
  }
  for (const station of stations) store.stations.set(station.station, station);
  for (const bay of bays) store.bays.set(`${bay.station}/${bay.bay}`, bay);
}

export function clear() {
  store.bays.clear();
  store.stations.clear();
}
