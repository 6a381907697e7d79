/** The port: the system calls that Yagura really needs, as small interfaces and value types. */
module org.yagura.os {
    requires static transitive org.jspecify;

    exports org.yagura.os;
}
