#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Addresses as Python's `email.utils` reads and writes them. Private to the rooms of software
/// written with it. Source: Python 3.11 with the strict parsing of its security updates.
namespace mass::python_email {

struct Address {
  std::string name;  ///< UTF-8; encoded words as they stand.
  std::string address;
};

/// The addresses of field values. One without name and address stands for everything where a value
/// cannot be read.
[[nodiscard]] std::vector<Address> read_addresses(const std::vector<std::string>& values);

/// `Alice Author <alice@author.example>`, the name quoted or encoded where it needs to be. Nothing
/// where the address is not ASCII: the software stops with an error.
[[nodiscard]] std::optional<std::string> write_address(const Address& address);

/// All of them with `, ` between.
[[nodiscard]] std::optional<std::string> write_addresses(const std::vector<Address>& addresses);

}  // namespace mass::python_email
