package org.yagura.core.dns;

/** Types of records, as they are numbered in packets. */
public final class DnsType {
    /** An IPv4 address. */
    public static final int A = 1;
    /** The name that is meant. */
    static final int CNAME = 5;
    /** A name. */
    public static final int PTR = 12;
    /** A text. */
    public static final int TXT = 16;
    /** An IPv6 address. */
    public static final int AAAA = 28;

    private DnsType() {}
}
