package io.goldstream.connect.value;

import java.util.List;
import java.util.TimeZone;

/** Machines in other zones. */
public final class Zones {

    private static final List<String> ALL = List.of("America/New_York", "UTC", "Asia/Kolkata", "Pacific/Kiritimati");

    private Zones() {}

    /** Runs this once in each zone, as the machine's. */
    public static void everywhere(Runnable test) {
        TimeZone before = TimeZone.getDefault();
        try {
            ALL.forEach(zone -> {
                TimeZone.setDefault(TimeZone.getTimeZone(zone));
                test.run();
            });
        } finally {
            TimeZone.setDefault(before);
        }
    }
}
