/**
 * The sink as Connect sees it: connector, task and options, each option checked and documented where it is defined.
 *
 * <p>Begin with {@link io.goldstream.connect.sink.AdlsSinkConnector}. The work is done in {@link io.goldstream.connect.sink.land}; the
 * protocol is in {@link io.goldstream.connect.sink.commit}.
 */
package io.goldstream.connect.sink;
