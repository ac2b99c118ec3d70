import { ENGLISH_FAMILIES, ENGLISH_MEN, ENGLISH_WOMEN, words } from './english-names.js';

/** Names as one community in Australia has them. Invented combinations only: no pool names a real person. */
export interface NamePool {
  /** Share among clients of a general practice, relative to the other pools. */
  readonly weight: number;
  /** Share among clients of a migration practice. */
  readonly migrationWeight: number;
  readonly countries: readonly string[];
  readonly languages: readonly string[];
  readonly familyFirst: boolean;
  readonly families: readonly string[];
  /** Family names of women where they differ (Kovář and Kovářová); same order as `families`. */
  readonly womensFamilies?: readonly string[];
  readonly women: readonly string[];
  readonly men: readonly string[];
  /** Share of people who use an English name as well. */
  readonly goesBy: number;
  /** How given names are built. */
  readonly shape: 'plain' | 'middle' | 'two_families' | 'single';
  /** Middle parts of given names for `middle`: women's, men's. */
  readonly middles?: readonly [readonly string[], readonly string[]];
}

/** The pools, commonest first. */
export const NAME_POOLS: readonly NamePool[] = [
  {
    weight: 46,
    migrationWeight: 6,
    countries: ['AU', 'AU', 'AU', 'GB', 'NZ', 'ZA', 'CA', 'US'],
    languages: ['en'],
    familyFirst: false,
    goesBy: 0.05,
    shape: 'middle',
    families: ENGLISH_FAMILIES,
    women: ENGLISH_WOMEN,
    men: ENGLISH_MEN,
    middles: [ENGLISH_WOMEN, ENGLISH_MEN],
  },
  {
    weight: 7,
    migrationWeight: 14,
    countries: ['VN', 'VN', 'AU'],
    languages: ['vi', 'en'],
    familyFirst: true,
    goesBy: 0.35,
    shape: 'middle',
    families: words('Nguyễn Trần Lê Phạm Huỳnh Hoàng Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Đoàn Trương Mai Lâm Cao Tạ Châu Tô'),
    women: words(
      'Hà Anh Linh Hương Lan Mai Ngọc Thảo Trang Vân Hạnh Thủy Tuyết Yến Hằng Nhung Phương Quyên Diễm Loan Như Thư Trâm Uyên Vy',
    ),
    men: words(
      'Minh Long Hùng Dũng Tuấn Khoa Phúc Quân Sơn Thành Tài Vinh Đức Bảo Hải Khánh Nam Phong Thắng Trung Hiếu Cường Kiên Đạt Tùng',
    ),
    middles: [
      words('Thị Thị Thị_Thu Thị_Kim Ngọc Bích Thanh Hồng Mỹ Phương Quỳnh Kim'),
      words('Văn Văn Hữu Đình Quang Minh Gia Bảo Đức Xuân Công Anh'),
    ],
  },
  {
    weight: 8,
    migrationWeight: 16,
    countries: ['CN', 'CN', 'TW', 'HK', 'SG', 'MY', 'AU'],
    languages: ['zh', 'en'],
    familyFirst: true,
    goesBy: 0.5,
    shape: 'plain',
    families: words(
      'Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo Lin He Gao Luo Zheng Liang Xie Tang Deng Feng Cheng Cao Peng Zeng Xiao Tian Dong Pan Yuan Cai Jiang Yu Du Ye Wei Su Lü Ding Ren Shen Yao Lu Fu Zhong Ouyang Situ',
    ),
    women: words(
      'Xinyi Yuting Jingyi Meiling Xiaoyan Yuxin Siqi Wenjing Lihua Yifan Mengyao Shuhui Qianqian Jiahui Ruoxi Zihan Xiuying Fangfang Lingling Yanping Huimin Chunhua Yalan Peiwen',
    ),
    men: words(
      'Wei Jun Haoran Zihao Yichen Mingyu Jianguo Zhiqiang Guoliang Tianyu Boyang Yifei Junjie Weimin Xiaolong Dawei Zixuan Chengyu Haiyang Wenbo Kaiwen Yongjun Shaohua Ruijie',
    ),
  },
  {
    weight: 7,
    migrationWeight: 18,
    countries: ['IN', 'IN', 'IN', 'AU', 'FJ'],
    languages: ['en', 'hi'],
    familyFirst: false,
    goesBy: 0.05,
    shape: 'middle',
    families: words(
      'Singh Kaur Sharma Patel Kumar Gill Sandhu Sidhu Dhillon Grewal Gupta Verma Reddy Nair Menon Iyer Raghunathan Krishnamurthy Subramanian Joshi Desai Shah Mehta Chopra Malhotra Kapoor Bose Banerjee Chatterjee Mukherjee Das Rao Naidu Pillai Fernandes D’Souza Thomas Varghese Kurian Jain Agarwal Bhatt Trivedi Chauhan Rathore',
    ),
    women: words(
      'Gurpreet Harpreet Simran Priya Anjali Neha Pooja Kavya Divya Lakshmi Meera Sunita Asha Deepika Shreya Aishwarya Ananya Ishita Manpreet Jasleen Rupinder Nandini Radhika Swati Preeti',
    ),
    men: words(
      'Gurpreet Amandeep Jaspreet Arjun Rahul Vikram Sanjay Rajesh Anil Suresh Karthik Aditya Rohan Harjit Balwinder Manish Nikhil Pranav Siddharth Varun Ashwin Girish Mohan Naveen Tejas',
    ),
    middles: [words('Kaur Kaur Devi Kumari Rani'), words('Singh Singh Kumar Kumar Prasad')],
  },
  {
    weight: 4,
    migrationWeight: 6,
    countries: ['LB', 'IQ', 'SY', 'EG', 'JO', 'AU'],
    languages: ['ar', 'en'],
    familyFirst: false,
    goesBy: 0.08,
    shape: 'plain',
    families: words(
      'Haddad Khoury Nassar El-Khatib Al-Masri Abboud Saliba Mansour Hamdan Fakhoury Al-Jabouri Al-Hashimi Barakat Daher Tannous Rahme Sarkis Taleb Zreika Younan Yousif Aziz Hanna Shamoun Boutros Ghanem Karam Moussa Nader Awad',
    ),
    women: words('Salma Fatima Layla Nour Rania Zeinab Maryam Hala Amal Samira Yasmin Nadia Rima Dalal Huda Lina Mona Nisreen Rasha Sahar'),
    men: words(
      'Omar Ahmad Hassan Hussein Khalil Samir Tarek Youssef Ziad Bilal Fadi Ghassan Ibrahim Jamal Karim Mahmoud Nabil Rami Walid Elias',
    ),
  },
  {
    weight: 2,
    migrationWeight: 6,
    countries: ['IR', 'AF', 'AF'],
    languages: ['fa', 'en'],
    familyFirst: false,
    goesBy: 0.05,
    shape: 'plain',
    families: words(
      'Rezaei Hosseini Ahmadi Karimi Mohammadi Moradi Jafari Rahimi Sadeghi Ebrahimi Haidari Nazari Alizada Rezayee Sultani Noori Yaqubi Amiri Tehrani Shirazi',
    ),
    women: words('Fatemeh Zahra Maryam Narges Shirin Parisa Leila Soraya Mina Golnaz Zohra Masuma Hakima Laleh Niloufar'),
    men: words('Ali Reza Mehdi Hossein Mohammad Amir Farhad Behrouz Javad Hamid Karim Dariush Esmatullah Najib Sharif'),
  },
  {
    weight: 3,
    migrationWeight: 4,
    countries: ['IE', 'IE', 'AU', 'GB'],
    languages: ['en', 'ga'],
    familyFirst: false,
    goesBy: 0.05,
    shape: 'plain',
    families: words(
      "Ó_Braonáin Ó_Súilleabháin Ó_Conchobhair Ní_Dhomhnaill Mac_Giolla_Phádraig Mac_Cárthaigh Ó_Murchú Nic_Aonghusa O'Dwyer O'Callaghan O'Shea MacSweeney McGrath Gallagher Brennan Fitzgerald Kavanagh Mulcahy Geoghegan McNamara Ó_Faoláin Mac_Gabhann",
    ),
    women: words('Siobhán Aoife Niamh Saoirse Caoimhe Róisín Gráinne Sinéad Orla Ciara Clodagh Bríd Máiréad Éabha Fionnuala'),
    men: words('Seán Cillian Oisín Pádraig Eoin Fionn Darragh Ciarán Conor Declan Ruairí Tadhg Cathal Diarmuid Aodhán'),
  },
  {
    weight: 3,
    migrationWeight: 3,
    countries: ['PL', 'CZ', 'SK', 'AU'],
    languages: ['pl', 'en'],
    familyFirst: false,
    goesBy: 0.03,
    shape: 'plain',
    families: words(
      'Kowalski Wiśniewski Wójcik Zieliński Szymański Woźniak Dąbrowski Kozłowski Jabłoński Mazur Kovář Novák Dvořák Černý Procházka Němec Hájek Růžička Šťastný Říha',
    ),
    womensFamilies: words(
      'Kowalska Wiśniewska Wójcik Zielińska Szymańska Woźniak Dąbrowska Kozłowska Jabłońska Mazur Kovářová Nováková Dvořáková Černá Procházková Němcová Hájková Růžičková Šťastná Říhová',
    ),
    women: words('Agnieszka Małgorzata Katarzyna Zofia Łucja Grażyna Bożena Jana Tereza Kateřina Věra Zdeňka Markéta Ludmila Jiřina'),
    men: words('Krzysztof Paweł Łukasz Michał Wojciech Stanisław Zdeněk Jiří Ondřej Tomáš Václav Luboš Miroslav Kazimierz Zbigniew'),
  },
  {
    weight: 4,
    migrationWeight: 3,
    countries: ['IT', 'GR', 'HR', 'RS', 'MT', 'AU', 'AU'],
    languages: ['en', 'it'],
    familyFirst: false,
    goesBy: 0.05,
    shape: 'plain',
    families: words(
      "Rossi Russo Romano Colombo De_Luca Di_Stefano D'Angelo Caruso Ferrara Lombardi Papadopoulos Nikolaidis Georgiou Pappas Konstantinou Dimitriou Stavrou Horvat Kovačević Marić Petrović Jovanović Đorđević Šimić Borg Vella Zammit Camilleri",
    ),
    women: words(
      'Giulia Francesca Maria Rosa Concetta Chiara Eleni Sofia Katerina Despina Voula Ivana Marija Ljiljana Snežana Carmela Lucia Angela Anastasia Vasiliki',
    ),
    men: words(
      'Giuseppe Marco Antonio Salvatore Domenico Luca Dimitrios Konstantinos Georgios Nikolaos Spiros Ivan Marko Zoran Goran Željko Carmelo Vincenzo Stavros Theodoros',
    ),
  },
  {
    weight: 4,
    migrationWeight: 7,
    countries: ['PH', 'PH', 'CO', 'CL', 'BR', 'PE', 'ES'],
    languages: ['es', 'en'],
    familyFirst: false,
    goesBy: 0.08,
    shape: 'two_families',
    families: words(
      'Santos Reyes Cruz Bautista García Fernández Quiroga González Rodríguez Martínez Muñoz Peña Núñez Gutiérrez Ibáñez Castañeda Villanueva Del_Rosario De_la_Cruz Dela_Peña Ocampo Salazar Rojas Herrera Aquino Magsaysay Nascimento Gonçalves Araújo Conceição',
    ),
    women: words(
      'María_José Ana_Lucía Maricel Rowena Jocelyn Cristina Valentina Camila Daniela Luz_Marina Lourdes Imelda Isabela Beatriz Analyn Paola Ximena Verónica Inês Fernanda',
    ),
    men: words(
      'Mateo José_Miguel Juan_Carlos Rodrigo Emilio Rodel Jun-Jun Ferdinand Andrés Sebastián Nicolás Joaquín Álvaro Ramón Rafael Thiago João Jericho Arnel Efren',
    ),
  },
  {
    weight: 2,
    migrationWeight: 3,
    countries: ['WS', 'TO', 'FJ', 'NZ', 'PG', 'CK'],
    languages: ['en', 'sm'],
    familyFirst: false,
    goesBy: 0.06,
    shape: 'plain',
    families: words(
      'Faleolo Tuilagi Leota Fa’asavalu Tupou Vainikolo Taufa Fifita Ma’afu Tau’alupe Vunipola Koroibete Naivalu Ratu Waqa Ngata Tūhoe-Parata Tamahori Kapi Namaliu Marsters',
    ),
    women: words('Talia Sina Mele ‘Ana Losa Salote Litia Mereani Moana Aroha Hinemoa Ngaire Kiri Seini Vaea'),
    men: words('Tavita Sione Semisi Fetu Malakai Viliami Josefa Ratu Tāne Wiremu Hemi Tama Ioane Siaosi Manu'),
  },
  {
    weight: 3,
    migrationWeight: 0,
    countries: ['AU'],
    languages: ['en'],
    familyFirst: false,
    goesBy: 0.15,
    shape: 'plain',
    families: words(
      'Williams Walker Simpson Roberts Murray Edwards Bell Briggs Morgan Cooper Dixon Anderson Johnson Clarke Thorne Riley Weldon Kennedy Saunders Hickey Sampson Sampson-Reid Weldon-Jones Hickey-Hall',
    ),
    women: words('Tarni Kirra Marlee Jedda Alinta Lowanna Kaya Shanaya Tahlia Letisha Evelyn Rosie Dulcie Mavis Elsie'),
    men: words('Jarrah Koa Bodhi Wirrin Kyah Marlon Jayde Tyrell Dallas Clarrie Reggie Vernon Lionel Archie Gordon'),
  },
  {
    weight: 3,
    migrationWeight: 5,
    countries: ['NG', 'GH', 'KE', 'ET', 'SS', 'SO', 'ZW', 'ER'],
    languages: ['en', 'sw'],
    familyFirst: false,
    goesBy: 0.12,
    shape: 'plain',
    families: words(
      'Adebayo Okafor Nwosu Ọlátúnjí Eze Mensah Boateng-Reid Owusu Asante Kamau Wanjiru Otieno Tesfaye Gebremedhin Haile Deng Garang Akol Majok Abdi Warsame Farah Moyo Ncube Dube Ndlovu',
    ),
    women: words(
      'Adaeze Chiamaka Folasade Abena Akosua Wanjiku Achieng Selam Tigist Hiwot Nyandeng Adut Achol Hodan Ayaan Tendai Rutendo Nomvula Efua Zainab',
    ),
    men: words(
      'Oluwaseun Chukwuemeka Babatunde Kwame Kofi Kwabena Kiprono Ochieng Dawit Yohannes Bereket Deng Makuei Garang Abdirahman Yusuf Tinashe Themba Sipho Emeka',
    ),
  },
  {
    weight: 2,
    migrationWeight: 5,
    countries: ['NP', 'NP', 'LK', 'BD', 'PK'],
    languages: ['ne', 'en'],
    familyFirst: false,
    goesBy: 0.04,
    shape: 'plain',
    families: words(
      'Shrestha Gurung Tamang Thapa Adhikari Poudel Karki Rai Perera Fernando de_Silva Wickramasinghe Jayawardena Sivakumaran Rahman Hossain Chowdhury Khan Malik Qureshi',
    ),
    women: words('Sushmita Anusha Bipana Nirmala Sabina Dilani Nadeesha Thilini Ayesha Sadia Nusrat Farzana Hira Sana Rabia'),
    men: words('Bishal Prakash Suman Dipendra Nabin Chaminda Nuwan Kasun Ruwan Tanvir Imran Faisal Usman Bilal Zubair'),
  },
  {
    weight: 2,
    migrationWeight: 4,
    countries: ['KR', 'KR', 'AU'],
    languages: ['ko', 'en'],
    familyFirst: true,
    goesBy: 0.35,
    shape: 'plain',
    families: words('Kim Lee Park Choi Jung Kang Cho Yoon Jang Lim Han Shin Oh Seo Kwon Hwang Ahn Song'),
    women: words('Min-ji Seo-yeon Ji-woo Eun-ji Hye-jin Soo-ah Yu-na Ha-eun Ji-yeon Soo-jin Mi-kyung Young-hee Eun-bi Da-hye Bo-ra'),
    men: words('Min-jun Seo-jun Ji-hoon Hyun-woo Dong-hyun Sung-min Tae-yang Joon-ho Young-soo Kyung-ho Sang-woo Jae-hyun Woo-jin Ki-tae'),
  },
  {
    weight: 1,
    migrationWeight: 3,
    countries: ['JP', 'JP', 'AU'],
    languages: ['ja', 'en'],
    familyFirst: false,
    goesBy: 0.05,
    shape: 'plain',
    families: words('Satō Suzuki Takahashi Tanaka Itō Watanabe Kobayashi Katō Yoshida Yamamoto Nakamura Inoue Kimura Shimizu Hayashi Ōno'),
    women: words('Sakura Yūko Haruka Naoko Aiko Keiko Misaki Akane Yui Kaori Mariko Nanami Emi Chiyo'),
    men: words('Kenji Shōta Haruto Daisuke Takeshi Hiroshi Ryōta Kazuo Sōta Kōji Tatsuya Makoto Naoki Yūto'),
  },
  {
    weight: 0.4,
    migrationWeight: 2,
    countries: ['ID', 'MM', 'AF', 'IN'],
    languages: ['id', 'en'],
    familyFirst: false,
    goesBy: 0.1,
    shape: 'single',
    families: words(
      'Wulandari Suryani Hartono Widodo Lestari Setiawan Budiarto Nuraini Yuliana Susanto Thiri Khin_Khin Aung_Aung Zaw Hla Sulaiman Nasrin Parvati Ramaswamy Lakshmanan',
    ),
    women: ['-'],
    men: ['-'],
  },
];
