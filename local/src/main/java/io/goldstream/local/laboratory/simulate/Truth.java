package io.goldstream.local.laboratory.simulate;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is true of a simulation, as the simulator itself knows it: nothing of it is read from events, so that answers can be held
 * to it.
 *
 * @param sessions how many sessions there are, those of guests and crawlers among them
 * @param plays every play
 * @param levels by each account that shows itself in an event, its level after all events
 * @param cancelled the accounts that were cancelled
 */
public record Truth(int sessions, List<Play> plays, Map<Long, String> levels, Set<Long> cancelled) {}
