/** From a user agent to device, system, browser and form, at a bounded cost. */
package io.goldstream.gateway.useragent;
