package io.goldstream.connect.value;

import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.errors.DataException;

/** What a plain integer that is a time counts, since 1970 in UTC. */
public enum EpochUnit {
    /** Milliseconds; but a number that may as well be seconds of this century is refused. */
    DEFAULT {
        @Override
        long millis(long number) {
            if (Math.abs(number) >= LEAST_SECONDS && Math.abs(number) < MOST_SECONDS) {
                throw new DataException("is " + number + ", which may be seconds or milliseconds: set time.unit");
            }
            return number;
        }
    },
    S {
        @Override
        long millis(long number) {
            return TimeUnit.SECONDS.toMillis(number);
        }
    },
    MS {
        @Override
        long millis(long number) {
            return number;
        }
    },
    US {
        @Override
        long millis(long number) {
            return Math.floorDiv(number, 1000);
        }
    },
    NS {
        @Override
        long millis(long number) {
            return Math.floorDiv(number, 1_000_000);
        }
    };

    /** In seconds the year 1973, in milliseconds the second day of 1970. */
    private static final long LEAST_SECONDS = 100_000_000;

    /** In seconds the year 5138, in milliseconds 1973. */
    private static final long MOST_SECONDS = 100_000_000_000L;

    abstract long millis(long number);
}
