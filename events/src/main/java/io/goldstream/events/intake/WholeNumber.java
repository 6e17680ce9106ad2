package io.goldstream.events.intake;

/**
 * Tells ids that are integers by their value, to the last digit: {@code 7}, {@code 7.0} and {@code 0.7e1} are one integer,
 * and {@code 7.5} is none. As doubles, two ids could be one. Pandas writes a column of ids in which one is missing as
 * {@code 7.0}.
 */
final class WholeNumber {

    /** No number that is read has so many digits that an exponent beyond this could be made up for. */
    private static final int MAX_EXPONENT = 10 * EventReader.MAX_NUMBER_LENGTH;

    private WholeNumber() {}

    /**
     * @param number a JSON number
     * @param mostDigits how many digits it may have
     * @return its digits, behind a minus where it is negative; null where it is no integer or has more digits
     */
    static String digits(String number, int mostDigits) {
        int behindMantissa = behindMantissa(number);
        int point = number.indexOf('.');
        int exponent = exponent(number, behindMantissa + 1);
        boolean isNegative = number.charAt(0) == '-';
        StringBuilder digits = new StringBuilder(number.length());
        digits.append(number, isNegative ? 1 : 0, point < 0 ? behindMantissa : point);
        if (point >= 0) {
            digits.append(number, point + 1, behindMantissa);
            exponent -= behindMantissa - point - 1;
        }
        int begin = 0;
        while (begin < digits.length() && digits.charAt(begin) == '0') {
            begin++;
        }
        int end = digits.length();
        while (end > begin && digits.charAt(end - 1) == '0') {
            end--;
            exponent++;
        }
        if (begin == end) {
            return "0";
        }
        if (exponent < 0 || end - begin + exponent > mostDigits) {
            return null;
        }
        return (isNegative ? "-" : "") + digits.substring(begin, end) + "0".repeat(exponent);
    }

    private static int behindMantissa(String number) {
        for (int i = 0; i < number.length(); i++) {
            if (number.charAt(i) == 'e' || number.charAt(i) == 'E') {
                return i;
            }
        }
        return number.length();
    }

    private static int exponent(String number, int from) {
        if (from >= number.length()) {
            return 0;
        }
        boolean isNegative = number.charAt(from) == '-';
        int exponent = 0;
        for (int i = isNegative || number.charAt(from) == '+' ? from + 1 : from; i < number.length(); i++) {
            exponent = Math.min(exponent * 10 + number.charAt(i) - '0', MAX_EXPONENT);
        }
        return isNegative ? -exponent : exponent;
    }
}
